import { truncate } from 'node:fs/promises'
import { errorMessage } from '@trainyard/ports'
import { drain } from './replay/drain.ts'
import type { Sender } from './replay/sending.ts'
import { isAway } from './rest/call.ts'
import type { Entry } from './spool/entries.ts'
import { type Group, groupsFrom } from './spool/journal.ts'
import { lock, unlock } from './spool/lock.ts'
import { append, removeSpool, type Spool, spoolsIn } from './spool/spool.ts'

/** What became of a folder that waited. */
export interface Synced {
  readonly id: string
  readonly outcome: 'sent' | 'written to' | 'refused'
  /** Why it was not sent. */
  readonly reason?: string
}

/**
 * Sends all that waits, the oldest first. What the server refuses, and what another process still writes, stays where it is.
 * @throws HttpError where the server is away
 */
export async function* sync(sender: Sender): AsyncGenerator<Synced> {
  for (const spool of await spoolsIn(sender.root)) {
    const owner = await lock(spool)
    yield owner === undefined
      ? await syncOne(spool, sender)
      : { id: spool.id, outcome: 'written to', reason: `by process ${owner.pid}` }
  }
}

async function syncOne(spool: Spool, sender: Sender): Promise<Synced> {
  try {
    await endKilled(spool)
    await drain(spool, sender, true)
    await removeSpool(spool)
    return { id: spool.id, outcome: 'sent' }
  } catch (error) {
    await unlock(spool)
    if (isAway(error)) throw error
    return { id: spool.id, outcome: 'refused', reason: errorMessage(error) }
  }
}

/** A run whose process was killed did not say how it ended. What was being written then is no entry. */
async function endKilled(spool: Spool): Promise<void> {
  const { entries, end } = await everything(spool)
  if (entries[0]?.do !== 'start' || entries.some((entry) => entry.do === 'end')) return
  const at = Math.max(...entries.map((entry) => ('at' in entry ? entry.at : 0)))
  const reason = 'its process was ended before it could say how the training went'
  await truncate(spool.journal, end)
  await append(spool, [{ do: 'end', at, end: { status: 'killed', reason } }])
}

async function everything(spool: Spool): Promise<Group> {
  const entries: Entry[] = []
  let end = 0
  for await (const group of groupsFrom(spool, 0)) {
    entries.push(...group.entries)
    end = group.end
  }
  return { entries, end }
}

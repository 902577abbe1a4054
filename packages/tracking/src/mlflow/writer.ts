import { drain } from './replay/drain.ts'
import type { Sender } from './replay/sending.ts'
import { isAway } from './rest/call.ts'
import type { Entry } from './spool/entries.ts'
import { lock, unlock } from './spool/lock.ts'
import type { Sent } from './spool/sent.ts'
import { append, newSpool, removeSpool, type Spool } from './spool/spool.ts'

/** Keeps entries in a spool of its own, and sends them one after the other. */
export interface Writer {
  readonly spool: Spool
  /** Keeps entries, for the next `flush`. */
  keep(entries: readonly Entry[]): Promise<void>
  /** Keeps entries, and returns; they are sent meanwhile, as long as the server takes them. */
  add(entries: readonly Entry[]): Promise<void>
  /** Sends all that is kept. @throws HttpError where the server is away, InputError where it refuses */
  flush(): Promise<Sent>
  /** Gives the spool up: it waits for `sync`, or is removed where nothing in it is wanted any more. */
  close(how: 'keep' | 'remove'): Promise<void>
}

export async function openWriter(sender: Sender): Promise<Writer> {
  const spool = await newSpool(sender.root, sender.services.clock)
  await lock(spool)
  const flush = oneAtATime(spool, sender)
  let meanwhile: Promise<unknown> | undefined
  let failed = false
  return {
    spool,
    flush,
    keep: (entries) => append(spool, entries),
    add: async (entries) => {
      await append(spool, entries)
      if (meanwhile || failed) return
      meanwhile = flush().catch(() => {
        failed = true
      })
      meanwhile.finally(() => {
        meanwhile = undefined
      })
    },
    close: (how) => (how === 'keep' ? unlock(spool) : removeSpool(spool)),
  }
}

/** After an attempt that failed, the next one takes care that nothing is sent twice. */
function oneAtATime(spool: Spool, sender: Sender): () => Promise<Sent> {
  let again = false
  let last: Promise<unknown> = Promise.resolve()
  const attempt = async () => {
    const repeated = again
    again = true
    const sent = await drain(spool, sender, repeated)
    again = false
    return sent
  }
  return () => {
    const next = last.then(attempt)
    last = next.catch(() => undefined)
    return next
  }
}

/**
 * Keeps some entries, sends them and is done.
 * @returns what came of it; undefined where the server is away, and they wait for `sync`
 * @throws InputError where the server refuses: then nothing waits
 */
export async function sendNow(
  sender: Sender,
  entriesFor: (spool: Spool) => Promise<readonly Entry[]>,
): Promise<Sent | undefined> {
  const { spool, flush, close } = await openWriter(sender)
  try {
    await append(spool, await entriesFor(spool))
    const sent = await flush()
    await close('remove')
    return sent
  } catch (error) {
    await close(isAway(error) ? 'keep' : 'remove')
    if (!isAway(error)) throw error
    sender.whenWaiting(error)
    return undefined
  }
}

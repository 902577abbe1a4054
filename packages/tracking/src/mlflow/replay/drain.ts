import { InputError } from '@trainyard/ports'
import type { Entry, LogEntry } from '../spool/entries.ts'
import { groupsFrom } from '../spool/journal.ts'
import { readSent, type Sent, writeSent } from '../spool/sent.ts'
import type { Spool } from '../spool/spool.ts'
import { sendEnd } from './end.ts'
import { sendFiles } from './files.ts'
import { sendPoints } from './points.ts'
import type { Progress, Sender, Sending } from './sending.ts'
import { sendResume, sendStart } from './start.ts'
import { sendTags } from './tag.ts'
import { sendAlias, sendVersion } from './versions.ts'

/**
 * Sends what a spool holds, from where it stopped: after each group of entries it is written down how far it came. What was on
 * its way when a server or this process died is sent again, in a way that leaves no second of anything.
 * @param again whether an earlier attempt ended without an answer
 * @throws HttpError where the server is away, InputError where it refuses
 */
export async function drain(spool: Spool, sender: Sender, again: boolean): Promise<Sent> {
  let sent = await readSent(spool)
  expectServer(sent, spool, sender)
  let repeated = again
  for await (const { entries, end } of groupsFrom(spool, sent.offset)) {
    const progress = await send(entries, { sender, spool, sent, again: repeated })
    sent = { ...sent, ...progress, server: sender.server.uri, offset: end }
    await writeSent(spool, sent)
    repeated = false
  }
  return sent
}

function expectServer({ server }: Sent, { folder }: Spool, sender: Sender): void {
  if (server === undefined || server === sender.server.uri) return
  throw new InputError(`a part of it was sent to ${server}, and not to ${sender.server.uri}`, {
    at: { file: folder },
    remedy: `Set MLFLOW_TRACKING_URI or track.uri to ${server}, or remove sent.json to send all of it to the other server.`,
  })
}

/** A group is one entry, or several of points. @returns what came of it */
async function send(entries: readonly Entry[], sending: Sending): Promise<Progress> {
  const [first] = entries
  if (first?.do === 'start') return sendStart(first, sending)
  if (first?.do === 'resume') return sendResume(first, sending)
  if (first?.do === 'register') return sendVersion(first, sending)
  await add(first, entries, sending)
  return {}
}

async function add(first: Entry | undefined, entries: readonly Entry[], sending: Sending): Promise<void> {
  if (first?.do === 'log') await sendPoints(entries.filter(isLog), sending)
  if (first?.do === 'tag') await sendTags(first, sending)
  if (first?.do === 'attach') await sendFiles(first, sending)
  if (first?.do === 'end') await sendEnd(first, sending)
  if (first?.do === 'alias') await sendAlias(first, sending)
}

function isLog(entry: Entry): entry is LogEntry {
  return entry.do === 'log'
}

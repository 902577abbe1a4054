import { logToRun } from '../rest/log.ts'
import type { Entry } from '../spool/entries.ts'
import { ownTags } from '../tags.ts'
import { runOf, type Sending } from './sending.ts'

/** Sets tags of a run. */
export async function sendTags({ tags }: Extract<Entry, { do: 'tag' }>, sending: Sending): Promise<void> {
  await logToRun(sending.sender.server, runOf(sending), { tags: ownTags(tags) }, { dropsRepeatedPoints: true })
}

import type { RunEnd, RunFacts } from '../../types.ts'
import { cut, keyOf, longestParam } from '../names.ts'
import { completeParams, logToRun } from '../rest/log.ts'
import { getRun, type MlflowStatus, updateRun } from '../rest/runs.ts'
import type { Entry } from '../spool/entries.ts'
import { firstEntry } from '../spool/journal.ts'
import { endTags } from '../tags.ts'
import { renamed } from './points.ts'
import { runOf, type Sending } from './sending.ts'

const statusOf: Readonly<Record<RunEnd['status'], MlflowStatus>> = {
  finished: 'FINISHED',
  failed: 'FAILED',
  killed: 'KILLED',
}

/**
 * Ends the run. Only now its params are sent: they are written once, and a script that logs its own to the same run would fail
 * where ours were there before, written in another way.
 */
export async function sendEnd({ at, end }: Extract<Entry, { do: 'end' }>, sending: Sending): Promise<void> {
  const { server } = sending.sender
  const run = runOf(sending)
  const parameters = await parametersOf(end, sending)
  const there = await getRun(server, run)
  await completeParams(server, run, paramsOf(parameters, sending), there?.params ?? {})
  const tags = { ...endTags(end), ...renamed(Object.keys(parameters)) }
  await logToRun(server, run, { tags }, { dropsRepeatedPoints: true })
  await updateRun(server, run, { status: statusOf[end.status], endedAt: at })
}

/** Those with the trainer's defaults, or else those that it began with. */
async function parametersOf(end: RunEnd, { spool }: Sending): Promise<RunFacts['parameters']> {
  const first = await firstEntry(spool)
  return end.parameters ?? (first?.do === 'start' ? first.run.facts.parameters : {})
}

function paramsOf(parameters: RunFacts['parameters'], { sender }: Sending): Readonly<Record<string, string>> {
  const tell = (name: string) => (lost: number) =>
    sender.services.log.warning(
      `parameter ${name}: MLflow takes ${longestParam} characters; the last ${lost} are left out there`,
    )
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [keyOf(name), cut(String(value), longestParam, tell(name))]),
  )
}

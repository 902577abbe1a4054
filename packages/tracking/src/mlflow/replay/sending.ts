import path from 'node:path'
import { FaultError, InputError, type Services } from '@trainyard/ports'
import type { ArtifactPlace } from '../artifacts/place.ts'
import { experimentByName } from '../rest/experiments.ts'
import type { ServerInfo } from '../rest/info.ts'
import { quoted, searchRuns } from '../rest/runs.ts'
import type { MlflowServer } from '../rest/server.ts'
import { readSent, type Sent } from '../spool/sent.ts'
import { isSpoolId, markTag, type Spool, spoolAt } from '../spool/spool.ts'

/** What all spools are sent with. */
export interface Sender {
  readonly server: MlflowServer
  readonly project: string
  /** Name of the experiment that runs go to. */
  readonly experiment: string
  /** Folder of all spools. */
  readonly root: string
  readonly services: Pick<Services, 'clock' | 'log'>
  /** What the server says of itself; asked once. */
  info(): Promise<ServerInfo>
  /** Called where something must wait for `sync`. */
  whenWaiting(error: unknown): void
}

/** One spool on its way. */
export interface Sending {
  readonly sender: Sender
  readonly spool: Spool
  readonly sent: Sent
  /** Whether an earlier attempt at the same entry ended without an answer. */
  readonly again: boolean
}

/** What an entry adds to what is known of a spool. */
export type Progress = Omit<Partial<Sent>, 'offset' | 'server'>

/** The run that a spool is of. @throws FaultError where its beginning was not sent */
export function runOf({ sent, spool }: Sending): string {
  if (sent.run !== undefined) return sent.run
  throw new FaultError(`${spool.folder}: the beginning of its run was not sent`)
}

/** Where the run keeps its files. */
export function placeOf(sending: Sending): ArtifactPlace {
  const run = runOf(sending)
  if (sending.sent.artifacts !== undefined) return { uri: sending.sent.artifacts, owner: { run_id: run } }
  throw new FaultError(`${sending.spool.folder}: where run ${run} keeps its files is not known`)
}

/**
 * What the server calls a run, by the id that it was given when it began: that of the server or, where the server was away
 * then, that of its spool.
 * @throws InputError where the server has no such run yet
 */
export async function serverRun(sender: Sender, id: string): Promise<string> {
  const found = isSpoolId(id) ? ((await sentRun(sender, id)) ?? (await markedRun(sender, id))) : id
  if (found !== undefined) return found
  throw new InputError(`MLflow has no run ${id} yet`, { remedy: 'Send it first: trainyard sync.' })
}

async function sentRun({ root }: Sender, id: string): Promise<string | undefined> {
  return (await readSent(spoolAt(path.join(root, id)))).run
}

async function markedRun({ server, experiment }: Sender, id: string): Promise<string | undefined> {
  const found = await experimentByName(server, experiment)
  if (found === undefined) return undefined
  const [run] = await searchRuns(server, {
    experiments: [found],
    filter: `tags."${markTag}" = ${quoted(id)}`,
    limit: 1,
  })
  return run?.id
}

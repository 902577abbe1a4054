import type { Engine } from '../../types.ts'
import { broken, type TableFolder, type TablePlace } from '../place.ts'
import { type TableColumn, tableColumns } from '../schema.ts'
import type { AddedFile } from './actions.ts'
import { readCheckpoint } from './checkpoint.ts'
import { checkReach, checkState } from './checks.ts'
import { readCommit } from './commit.ts'
import { commitName, listLog, logFolder } from './log.ts'
import { checkProtocol } from './protocol.ts'
import { startReplay, type TableState } from './state.ts'
import { planReplay, type ReplayPlan, timeOf, type VersionRule } from './version.ts'

/** A table at a version: what its log says, before a row is read. */
export interface Snapshot {
  readonly table: TableFolder
  /** The table's own id. */
  readonly id: string
  readonly version: number
  /** When this version was committed, where its commit says so. Milliseconds since 1970. */
  readonly time: number | undefined
  readonly columns: readonly TableColumn[]
  /** By decoded path. */
  readonly files: readonly AddedFile[]
  /** Where messages about it point to. */
  readonly place: TablePlace
}

/**
 * The state of a Delta table, by its log. Rules: PROTOCOL.md of delta-io/delta.
 * @throws {InputError} for a version that is not there, a log that is broken, and for table features that are not known
 */
export async function readSnapshot(table: TableFolder, rule: VersionRule, engine: Engine): Promise<Snapshot> {
  const log = await listLog(table)
  await checkReach(table, log)
  const plan = await planReplay(table, log, rule)
  const { version } = plan
  const place = commitPlace(table, version)
  const { state, time } = await replay(table, plan, engine)
  checkProtocol(state.protocol, place)
  if (state.metadata.provider !== 'parquet')
    throw broken(place, `its files are ${state.metadata.provider}, not parquet`)
  await checkState(table, log, state, version)
  const columns = tableColumns(state.protocol, state.metadata, place)
  const files = [...state.files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file)
  return { table, id: state.metadata.id, version, time, columns, files, place }
}

interface Replayed {
  readonly state: TableState
  readonly time: number | undefined
}

async function replay(table: TableFolder, plan: ReplayPlan, engine: Engine): Promise<Replayed> {
  const { version, checkpoint, commits } = plan
  const following = startReplay()
  let time: number | undefined
  if (checkpoint) {
    const place = { version: checkpoint.version, file: `${table.path}/${logFolder}/${checkpoint.files[0]}` }
    following.restore(await readCheckpoint(table, checkpoint, engine), place)
    time = await checkpointTime(table, plan)
  }
  for (const commit of commits) {
    const actions = await readCommit(table, commit)
    following.apply(actions, commitPlace(table, commit))
    time = timeOf(actions)
  }
  return { state: following.state(commitPlace(table, version)), time }
}

/** A checkpoint does not say when its version was made; the commit beside it does, where it was kept. */
async function checkpointTime(
  table: TableFolder,
  { commits, version, committed }: ReplayPlan,
): Promise<number | undefined> {
  return commits.length === 0 && committed ? timeOf(await readCommit(table, version)) : undefined
}

function commitPlace(table: TableFolder, version: number): TablePlace {
  return { version, file: `${table.path}/${logFolder}/${commitName(version)}` }
}

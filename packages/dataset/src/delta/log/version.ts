import { stat } from 'node:fs/promises'
import { InputError } from '@trainyard/ports'
import { broken, type TableFolder } from '../place.ts'
import type { Action } from './actions.ts'
import { readCommit } from './commit.ts'
import { type Checkpoint, commitName, type Log, logFolder } from './log.ts'

/** Which state of a table is asked for. Neither: the latest. */
export interface VersionRule {
  readonly version?: number
  /** The last version that is not younger. Milliseconds since 1970. */
  readonly timestamp?: number
}

/** The files of the log that a version is made of: a checkpoint, if there is one, and the commits after it. */
export interface ReplayPlan {
  readonly version: number
  readonly checkpoint?: Checkpoint
  readonly commits: readonly number[]
  /** Whether the commit of the version itself is still there. */
  readonly committed: boolean
}

/** @throws {InputError} where a version cannot be made any more, or never was, or a commit in between is missing */
export async function planReplay(table: TableFolder, log: Log, rule: VersionRule): Promise<ReplayPlan> {
  const version =
    rule.version ?? (rule.timestamp === undefined ? log.latest : await versionAt(table, log, rule.timestamp))
  if (version > log.latest) throw unreachable(table, `the table has no version ${version}; its latest is ${log.latest}`)
  const checkpoint = log.checkpoints.findLast((other) => other.version <= version)
  const first = checkpoint ? checkpoint.version + 1 : 0
  const commits = Array.from({ length: version - first + 1 }, (_, index) => first + index)
  const there = new Set(log.commits)
  const gap = commits.find((commit) => !there.has(commit))
  if (gap !== undefined) throw missingCommit(table, log, { version, gap })
  return { version, commits, committed: there.has(version), ...(checkpoint && { checkpoint }) }
}

function missingCommit(table: TableFolder, log: Log, { version, gap }: { version: number; gap: number }): InputError {
  const [first] = log.checkpoints
  if (first && version < first.version) {
    return unreachable(
      table,
      `version ${version} of the table can no longer be read: its log begins at ${first.version}`,
    )
  }
  const file = `${table.path}/${logFolder}/${commitName(gap)}`
  return broken({ version, file }, `the commit of version ${gap} is missing`)
}

function unreachable({ path }: TableFolder, message: string): InputError {
  return new InputError(message, { at: { file: path }, remedy: 'Name another version, or none for the latest.' })
}

/** Versions before this one have lost what they are made of. */
function earliestVersion({ commits, checkpoints, latest }: Log): number {
  return commits[0] === 0 ? 0 : (checkpoints[0]?.version ?? latest)
}

/**
 * The last version that was there at a time. Like Spark, a time after the last commit is refused, because later commits
 * would change the answer.
 */
async function versionAt(table: TableFolder, log: Log, timestamp: number): Promise<number> {
  const times = await commitTimes(table, log)
  const [first, last] = [times.at(0), times.at(-1)]
  const found = times.findLast(({ time }) => time <= timestamp)
  if (found && last && timestamp <= last.time) return found.version
  const ends = first && last ? `: its log goes from ${isoTime(first.time)} to ${isoTime(last.time)}` : ''
  throw unreachable(table, `the table has no version of ${isoTime(timestamp)}${ends}`)
}

interface CommitTime {
  readonly version: number
  readonly time: number
}

/** Times of the commits, ascending: one that is not later than the one before it counts as a millisecond later. */
async function commitTimes(table: TableFolder, log: Log): Promise<CommitTime[]> {
  const times: CommitTime[] = []
  for (const version of log.commits.filter((commit) => commit >= earliestVersion(log))) {
    const time = timeOf(await readCommit(table, version)) ?? (await writtenAt(table, version))
    times.push({ version, time: Math.max(time, (times.at(-1)?.time ?? -1) + 1) })
  }
  return times
}

/**
 * When a commit was made, as it says itself: its in-commit timestamp, or the writer's clock. It travels with the file;
 * the file's own time is that of the last copy.
 */
export function timeOf(actions: readonly Action[]): number | undefined {
  return actions
    .flatMap((action) => (action.kind === 'commitInfo' ? [action.time] : []))
    .find((time) => time !== undefined)
}

async function writtenAt(table: TableFolder, version: number): Promise<number> {
  return Math.floor((await stat(`${table.absolute}/${logFolder}/${commitName(version)}`)).mtimeMs)
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

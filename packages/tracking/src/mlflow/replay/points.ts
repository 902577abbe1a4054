import { keyOf } from '../names.ts'
import type { MlflowPoint } from '../rest/history.ts'
import { logToRun } from '../rest/log.ts'
import type { LogEntry } from '../spool/entries.ts'
import { namePrefix } from '../tags.ts'
import { runOf, type Sending } from './sending.ts'

/** Logs the points of some entries in as few requests as they fit in. */
export async function sendPoints(entries: readonly LogEntry[], sending: Sending): Promise<void> {
  const { sender, again } = sending
  const metrics = entries.flatMap(pointsOf)
  const names = new Set(entries.flatMap(({ points }) => points.map(([name]) => name)))
  const { dropsRepeatedPoints } = await sender.info()
  const logged = { metrics, tags: renamed([...names]) }
  await logToRun(sender.server, runOf(sending), logged, { again, dropsRepeatedPoints })
}

/** The time of a point is that of its entry: sent twice it is the same point, and servers can tell. */
function pointsOf({ at, points }: LogEntry): MlflowPoint[] {
  return points.map(([name, step, value]) => ({ key: keyOf(name), value: Number(value), step, timestamp: at }))
}

/** Tags with the names that MLflow does not take as they are. */
export function renamed(names: readonly string[]): Readonly<Record<string, string>> {
  const changed = names.filter((name) => keyOf(name) !== name)
  return Object.fromEntries(changed.map((name) => [`${namePrefix}${keyOf(name)}`, name]))
}

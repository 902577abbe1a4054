import path from 'node:path'
import { type NearestRun, type RunDocument, readDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { preimageChanges } from '@trainyard/training'
import { type Context, exists } from '../../core/context.ts'
import type { Plan } from '../plan.ts'
import type { Origin } from '../record/origin.ts'
import { trainingTracker } from '../record/tracker.ts'
import { restoreLatest } from './latest.ts'

/** An earlier run, as far as it is compared. */
interface Known {
  readonly createdAt: string
  readonly preimage: Readonly<Record<string, string>>
}

/** The earlier run with the fewest other entries, the newest of several; undefined where none is known. */
export async function nearestRun(plan: Plan, origin: Origin, context: Context): Promise<NearestRun | undefined> {
  const known = [...(await inState(context)), ...(await inTracker(context)), ...(await inCache(origin, context))]
  const compared = known.map(({ createdAt, preimage }) => ({
    createdAt,
    changes: preimageChanges(preimage, plan.preimage),
  }))
  const [nearest] = compared
    .filter(({ changes }) => changes.length > 0)
    .sort((a, b) => a.changes.length - b.changes.length || (a.createdAt < b.createdAt ? 1 : -1))
  return nearest
}

async function inState({ state }: Context): Promise<readonly Known[]> {
  const file = path.join(state, 'train', 'run.json')
  if (!(await exists(file))) return []
  try {
    const { document } = await readDocument('run', file)
    return document.verdict === 'pass' ? [knownOf(document)] : []
  } catch (error) {
    if (error instanceof InputError) return []
    throw error
  }
}

/** As many as anybody would look back. */
const mostRuns = 100

async function inTracker(context: Context): Promise<readonly Known[]> {
  const tracker = await trainingTracker(context)
  const runs = await tracker.runs({ name: context.config.name, status: 'finished', atMost: mostRuns })
  return runs.map(({ startedAt, facts }) => ({ createdAt: startedAt, preimage: facts.cache.preimage }))
}

async function inCache({ branch }: Origin, context: Context): Promise<readonly Known[]> {
  const latest = branch === undefined ? undefined : await restoreLatest(branch, context)
  return latest === undefined ? [] : [knownOf(latest)]
}

function knownOf({ createdAt, cache }: RunDocument): Known {
  return { createdAt, preimage: cache.preimage }
}

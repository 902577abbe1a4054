import { errorMessage, FaultError, type Log } from '@trainyard/ports'
import type { Tracker } from '@trainyard/tracking'
import type { Context } from '../../core/context.ts'
import { trackerOf } from '../../runs/tracker.ts'

const opened = new WeakMap<Context, Promise<Tracker>>()

/** The tracker of a training, one for all of it: where its server is away there are no earlier runs, and training goes on. */
export function trainingTracker(context: Context): Promise<Tracker> {
  const known = opened.get(context) ?? trackerOf(context).then((tracker) => forgiving(tracker, context.services.log))
  opened.set(context, known)
  return known
}

/** Told once; what is read after that finds nothing, without waiting for the server again. */
function forgiving(tracker: Tracker, log: Pick<Log, 'warning'>): Tracker {
  let away = false
  const reading = async <T>(nothing: T, read: () => Promise<T>): Promise<T> => {
    if (away) return nothing
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
      away = true
      log.warning(`earlier runs are not looked at: ${errorMessage(error)}`)
      return nothing
    }
  }
  return {
    ...tracker,
    runs: (filter) => reading([], () => tracker.runs(filter)),
    run: (id) => reading(undefined, () => tracker.run(id)),
    fetch: (id, file, into) => reading(false, () => tracker.fetch(id, file, into)),
  }
}

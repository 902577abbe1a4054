import path from 'node:path'
import { readDocument, type TrialResult } from '@trainyard/evidence'
import { type Context, exists } from '../../core/context.ts'

/** What other jobs found, by key. */
export interface CollectedTrials {
  readonly results: ReadonlyMap<string, TrialResult>
  /** Where their models lie: of every part, the best one. */
  readonly folders: ReadonlyMap<string, string>
}

/** Reads what the jobs `trials-1` … `trials-N` left. A part that is not there is told of; its trials are trained here. */
export async function collectTrials(parts: number, context: Context): Promise<CollectedTrials> {
  const results = new Map<string, TrialResult>()
  const folders = new Map<string, string>()
  for (let part = 1; part <= parts; part += 1) {
    const file = await context.stageFile(`trials-${part}`, 'trials.json')
    if (file === undefined) {
      context.services.log.warning(`part ${part} of ${parts} left no trials; they are trained here`)
      continue
    }
    const { document } = await readDocument('trials', file)
    for (const trial of document.search.trials) {
      results.set(trial.key, trial)
      const folder = path.join(path.dirname(file), 'models', trial.key)
      if (await exists(folder)) folders.set(trial.key, folder)
    }
  }
  return { results, folders }
}

import { cp } from 'node:fs/promises'
import path from 'node:path'
import { newDocument, type TrialResult, type TrialsDocument, writeDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { bestTrial, partOf } from '@trainyard/training'
import type { Context } from '../../core/context.ts'
import type { StageResult } from '../../core/result.ts'
import { reuse } from '../cache/reuse.ts'
import type { Plan, SearchPlan } from '../plan.ts'
import { sourcesOf } from '../sources.ts'
import { expectJudge } from './judge.ts'
import { type Ground, runTrials, searchResult } from './search.ts'
import { trialStore } from './store.ts'
import { trialsOfPlan } from './trial.ts'

/** The verb `plan`: over how many jobs the trials are spread. None, where nothing is searched or all of it is there. */
export async function planParts(plan: Plan, out: string, context: Context): Promise<StageResult> {
  const { search, inputs, key } = plan
  const trials = search?.trials.length ?? 0
  const found = search && (await reuse(plan, out, context))
  const parts = found ? 0 : Math.min(inputs.parts ?? 1, trials)
  const list = Array.from({ length: parts }, (_, index) => `${index + 1}/${parts}`)
  const reason = planReason(trials, parts, found !== undefined)
  return {
    verdict: 'pass',
    reason,
    documents: [],
    digest: key,
    outputs: { jobs: String(parts), parts: JSON.stringify(list), reused: String(found !== undefined) },
  }
}

function planReason(trials: number, parts: number, found: boolean): string {
  if (trials === 0) return 'nothing is searched: one training'
  return found ? `${trials} trials, all trained before` : `${trials} trials in ${parts} ${parts === 1 ? 'job' : 'jobs'}`
}

/** The verb `trials`: trains a part of the trials, and leaves their values and the best one's model. */
export async function trainPart(plan: Plan, ground: Ground): Promise<StageResult> {
  const { out, context } = ground
  const { search, inputs } = plan
  if (search === undefined)
    throw new InputError('nothing is searched', {
      at: { file: 'trainyard.yml', key: 'train.search' },
      remedy: 'Say what: train.search.space and train.search.best.',
    })
  expectJudge(plan, search.objective)
  const part = inputs.part ?? { part: 1, of: 1 }
  const results = await runTrials(partOf(trialsOfPlan(plan, search), part), search, ground)
  const best = bestTrial(results, search.objective.direction)
  if (best) await cp(trialStore(context).folder(best.key), path.join(out, 'models', best.key), { recursive: true })
  const document = trialsDocument(plan, search, results, best, context)
  await writeDocument(path.join(out, 'trials.json'), document)
  return { verdict: 'pass', reason: document.reason, documents: [document], digest: best?.model ?? plan.key }
}

function trialsDocument(
  plan: Plan,
  search: SearchPlan,
  results: readonly TrialResult[],
  best: TrialResult | undefined,
  { services }: Context,
): TrialsDocument {
  const failed = results.filter(({ value }) => value === undefined).length
  const told = failed > 0 ? `, ${failed} failed` : ''
  return newDocument(
    'trials',
    {
      search: searchResult(search, results, best),
    },
    {
      clock: services.clock,
      subjects: best?.model ? [{ kind: 'model', name: 'model.onnx', sha256: best.model }] : [],
      inputs: sourcesOf(plan),
      verdict: 'pass',
      reason: `${results.length} of ${search.trials.length} trials${told}`,
    },
  )
}

import path from 'node:path'
import { newDocument, type RunDocument, writeDocument } from '@trainyard/evidence'
import type { TrainedModel } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import type { Entry } from './cache/entry.ts'
import { runEnvironment } from './environment.ts'
import { type FitOptions, fit } from './fit.ts'
import type { Plan } from './plan.ts'
import type { Origin } from './record/origin.ts'
import { sourcesOf } from './sources.ts'
import { validationMetrics } from './validation.ts'

/** Trains what a plan says; leaves `model/` and `run.json` in `out`. */
export async function make(
  plan: Plan,
  origin: Origin,
  out: string,
  context: Context,
  options: FitOptions = {},
): Promise<Entry> {
  const { clock } = context.services
  const start = clock.elapsed()
  const trained = await fit(plan, path.join(out, 'model'), sourcesOf(plan), context, options)
  const validation = await validationMetrics(plan, trained.model, context)
  const seconds = (clock.elapsed() - start) / 1000
  const found = { seconds, ...(validation.length > 0 && { validation }) }
  const shared = options.threads === undefined ? {} : { threads: String(options.threads) }
  const run = runDocument(
    plan,
    origin,
    trained,
    { ...found, environment: { ...runEnvironment(trained), ...shared } },
    context,
  )
  await writeDocument(path.join(out, 'run.json'), run)
  return { run, model: trained.model }
}

function runDocument(
  plan: Plan,
  { commit }: Origin,
  trained: TrainedModel,
  found: Pick<RunDocument, 'seconds' | 'validation' | 'environment'>,
  { services }: Context,
): RunDocument {
  const { inputs, key, preimage } = plan
  const { parameters, metrics, model, summary, parity } = trained
  const { sha256 } = model.document
  return newDocument(
    'run',
    {
      trainer: inputs.run ?? 'built-in',
      parameters,
      seed: inputs.seed,
      cache: { key, preimage, reused: false },
      metrics,
      ...(parity && { parity }),
      ...found,
      environment: { ...found.environment, ...(commit !== undefined && { commit }) },
      ...(inputs.reason !== undefined && { trigger: inputs.reason }),
      model: sha256,
    },
    {
      clock: services.clock,
      subjects: [{ kind: 'model', name: 'model.onnx', sha256 }],
      inputs: sourcesOf(plan),
      verdict: 'pass',
      reason: summary,
    },
  )
}

import path from 'node:path'
import { newDocument, type RunDocument, writeDocument } from '@trainyard/evidence'
import { parityText } from '@trainyard/report'
import type { TrainedModel, UnequalModel } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import type { Entry, Failed } from './cache/entry.ts'
import { runEnvironment } from './environment.ts'
import { type FitOptions, fit } from './fit.ts'
import type { Plan } from './plan.ts'
import type { Origin } from './record/origin.ts'
import { sourcesOf } from './sources.ts'
import { validationMetrics } from './validation.ts'

/** Trains what a plan says; leaves `model/` and `run.json` in `out`, or `run.json` alone where there is no model to be used. */
export async function make(
  plan: Plan,
  origin: Origin,
  out: string,
  context: Context,
  options: FitOptions = {},
): Promise<Entry | Failed> {
  const { clock } = context.services
  const start = clock.elapsed()
  const trained = await fit(plan, path.join(out, 'model'), sourcesOf(plan), context, options)
  const validation = trained.model ? await validationMetrics(plan, trained.model, context) : []
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
  return trained.model ? { run, model: trained.model } : { run }
}

function runDocument(
  plan: Plan,
  { commit }: Origin,
  trained: TrainedModel | UnequalModel,
  found: Pick<RunDocument, 'seconds' | 'validation' | 'environment'>,
  { services }: Context,
): RunDocument {
  const { inputs, key, preimage } = plan
  const { parameters, metrics, model, summary, parity } = trained
  const sha256 = model?.document.sha256
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
      ...(sha256 !== undefined && { model: sha256 }),
    },
    {
      clock: services.clock,
      subjects: sha256 === undefined ? [] : [{ kind: 'model', name: 'model.onnx', sha256 }],
      inputs: sourcesOf(plan),
      verdict: sha256 === undefined ? 'fail' : 'pass',
      reason: sha256 === undefined ? (parityText(trained) ?? summary) : summary,
    },
  )
}

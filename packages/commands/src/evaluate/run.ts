import path from 'node:path'
import { openEngine } from '@trainyard/dataset'
import { type Examined, examineInThread, type Facts } from '@trainyard/evaluation'
import { writeDocument } from '@trainyard/evidence'
import { sha256File } from '@trainyard/ports'
import { writePredictions } from '@trainyard/predictions'
import { completeCard } from '../card/write.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { askModel } from './ask-model.ts'
import { attachEvaluation } from './attach.ts'
import { codeOf } from './code.ts'
import { measureCosts } from './costs/measure.ts'
import { askDisturbed } from './disturbed.ts'
import { documentOf, type Thresholds } from './document.ts'
import type { Inputs } from './inputs.ts'
import type { Judged } from './judged.ts'
import { readGiven, withChampion } from './read-given.ts'
import { checkHygiene } from './requires/hygiene.ts'
import { strictest } from './requires/strictest.ts'
import { withRuns } from './rivals/runs.ts'
import { gatherBaseRules } from './rules/base.ts'
import { gatherRules, type Rules, type Settling } from './rules/own.ts'
import { askedRules } from './rules/settle.ts'
import { type BothRules, costsOf, disturbancesOf, runsOf, slicesOf } from './rules/wanted.ts'

/** Judges a model, or predictions made elsewhere, by the rules. A failed gate is a result. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const own = await gatherRules(inputs, context)
  const rules = { own, base: await gatherBaseRules(inputs, own, context) }
  const asked =
    inputs.predictions === undefined
      ? await askModel(inputs, slicesOf(rules, inputs), context)
      : await readGiven(inputs.predictions, inputs, slicesOf(rules, inputs), context)
  try {
    const rival = inputs['champion-predictions']
    const beside = rival === undefined ? asked : await withChampion(asked, rival, context)
    const judged = await withRuns(beside, runsOf(rules), context)
    const hygiene = await checkHygiene(judged, strictest(own.beside, rules.base?.beside), inputs, context)
    const costs = await measureCosts(judged, costsOf(rules), inputs, context)
    const disturbed = await askDisturbed(judged, disturbancesOf(rules), context)
    const examined = await examine(judged, rules, { costs: costs?.facts, disturbed }, inputs, context)
    const predictions = await keepPredictions(judged, path.join(out, 'predictions.parquet'), context)
    const code = await codeOf({ model: inputs.model, sha256: judged.model }, context)
    const known = { ...judged, inputs: [...judged.inputs, ...code] }
    const document = documentOf(known, rules, { ...examined, costs, hygiene, predictions }, inputs, context)
    await writeDocument(path.join(out, 'evaluation.json'), document)
    await completeCard(document, inputs.model, out, context)
    await attachEvaluation(document, { model: inputs.model, out }, context)
    return {
      verdict: document.verdict,
      reason: document.reason,
      documents: [document],
      digest: document.model ?? document.data.sha256,
    }
  } finally {
    await asked.opened?.close()
  }
}

/** Off the main thread: intervals of many rows take their time. */
async function examine(
  judged: Judged,
  { own, base }: BothRules,
  facts: Facts,
  inputs: Inputs,
  context: Context,
): Promise<Examined & Thresholds> {
  const { inconclusive, 'slices-at-least': sliceRows, 'find-slices': columns } = inputs
  const { log, dist } = context.services
  const asked = (rules: Rules, settling: Settling) => askedRules(rules, settling, judged, inputs, context)
  const [ownRules, baseRules] = [await asked(own, { inconclusive, sliceRows }), base && (await asked(base, base))]
  const examined = await examineInThread(
    {
      table: judged.table,
      facts,
      seed: context.config.train.seed,
      own: ownRules,
      ...(baseRules && { base: baseRules }),
      ...(columns.length > 0 && { weak: { columns, atLeast: sliceRows } }),
    },
    { worker: path.join(dist, 'evaluation-worker', 'index.js'), log },
  )
  return { ...examined, threshold: ownRules.threshold, baseThreshold: baseRules?.threshold }
}

async function keepPredictions({ table, opened }: Judged, file: string, { services }: Context): Promise<string> {
  const engine = opened?.engine ?? (await openEngine(services))
  try {
    await writePredictions(file, table, engine)
    return await sha256File(file)
  } finally {
    if (opened === undefined) await engine.close()
  }
}

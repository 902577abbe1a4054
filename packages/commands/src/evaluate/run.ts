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
import { tellOther } from './champion/changed.ts'
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
import { isChampion, type OfBase, ofBase } from './rules/of-base.ts'
import { gatherRules, settlingOf } from './rules/own.ts'
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
    const theirs = await ofBase(judged, rules.base, inputs, context)
    if (judged.ran?.champion) await tellOther(inputs.champion, judged.ran.champion, context)
    const hygiene = await checkHygiene(judged, strictest(own.beside, rules.base?.beside), inputs, context)
    const costs = await measureCosts(judged, costsOf(rules), inputs, context)
    const disturbed = await askDisturbed(judged, disturbancesOf(rules), context)
    const facts = { costs: costs?.facts, disturbed, isChampion: isChampion(judged) }
    const sides = { judged, theirs, facts }
    const examined = await examine(sides, rules, inputs, context)
    const predictions = await keepPredictions(judged, path.join(out, 'predictions.parquet'), context)
    const code = await codeOf({ model: inputs.model, sha256: judged.model }, context)
    const known = { ...judged, inputs: [...judged.inputs, ...code] }
    const found = { ...examined, costs, hygiene, ofBase: theirs?.judged, predictions }
    const document = documentOf(known, rules, found, inputs, context)
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

/** What was measured for the rules of the change, and for those of the base branch where there are any. */
interface Sides {
  readonly judged: Judged
  readonly theirs: OfBase | undefined
  readonly facts: Facts
}

/** Off the main thread: intervals of many rows take their time. */
async function examine(
  { judged, theirs, facts }: Sides,
  { own, base }: BothRules,
  inputs: Inputs,
  context: Context,
): Promise<Examined & Thresholds> {
  const { 'slices-at-least': sliceRows, 'find-slices': columns } = inputs
  const { log, dist } = context.services
  const ownRules = await askedRules(own, settlingOf(inputs), judged, inputs, context)
  const baseRules = base && theirs && (await askedRules(base, base, theirs.judged, inputs, context))
  const examined = await examineInThread(
    {
      table: judged.table,
      facts,
      seed: context.config.train.seed,
      own: ownRules,
      ...(baseRules && { base: { ...baseRules, ...(theirs?.rival && { rival: theirs.rival }) } }),
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

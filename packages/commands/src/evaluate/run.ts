import path from 'node:path'
import { openEngine } from '@trainyard/dataset'
import {
  type Disturbance,
  type Examined,
  examineApart,
  type Facts,
  rivalRuns,
  sliceColumns,
  type WantedCosts,
  wantedCosts,
  wantedDisturbances,
} from '@trainyard/evaluation'
import {
  type AppliedThreshold,
  type EvaluationDocument,
  newDocument,
  type Subject,
  writeDocument,
} from '@trainyard/evidence'
import { sha256File } from '@trainyard/ports'
import { writePredictions } from '@trainyard/predictions'
import { completeCard } from '../card/write.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { askModel } from './ask-model.ts'
import { attachEvaluation } from './attach.ts'
import { type BaseRules, gatherBaseRules } from './base-rules.ts'
import { codeOf } from './code.ts'
import { type MeasuredCosts, measureCosts } from './costs/measure.ts'
import { askDisturbed } from './disturbed.ts'
import type { Inputs } from './inputs.ts'
import type { Judged, WantedSlices } from './judged.ts'
import { readGiven, withChampion } from './read-given.ts'
import { checkHygiene, type Hygiene } from './requires/hygiene.ts'
import { required } from './requires/requirements.ts'
import { strictest } from './requires/strictest.ts'
import { gatherRules, type Rules, rulesDigest, type Settling } from './rules.ts'
import { withRuns } from './run-rivals.ts'
import { askedRules } from './settle.ts'
import { together } from './together.ts'

/** Judges a model, or predictions made elsewhere, by the rules. A failed gate is a result. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const own = await gatherRules(inputs, context)
  const rules = { own, base: await gatherBaseRules(inputs, own, context) }
  const asked =
    inputs.predictions === undefined
      ? await askModel(inputs, slicesOf(rules, inputs), context)
      : await readGiven(inputs.predictions, inputs, slicesOf(rules, inputs).conditions, context)
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

/** Columns that either's rules group the rows by or that are searched, and conditions that tell rows apart. */
function slicesOf({ own, base }: BothRules, inputs: Inputs): WantedSlices {
  const both = [own, ...(base ? [base] : [])]
  const named = both.flatMap(({ gates, placeOf, known }) => sliceColumns(gates, placeOf, known))
  const conditions = both.flatMap((rules) => Object.values(rules.conditions))
  return {
    columns: [...new Set([...named, ...inputs['find-slices']])],
    expressions: both.flatMap(({ own: { metrics } }) =>
      Object.values(metrics).flatMap((metric) => ('sql' in metric ? [metric.sql] : [])),
    ),
    conditions: [...new Map(conditions.map((condition) => [condition.text, condition])).values()],
  }
}

/** Runs that either's rules compare with. */
function runsOf({ own, base }: BothRules): readonly string[] {
  return [
    ...new Set([own, ...(base ? [base] : [])].flatMap(({ gates, placeOf, known }) => rivalRuns(gates, placeOf, known))),
  ]
}

/** What either's rules want done to the rows. */
function disturbancesOf({ own, base }: BothRules): readonly Disturbance[] {
  return [own, ...(base ? [base] : [])].flatMap(({ gates, placeOf, known }) =>
    wantedDisturbances(gates, placeOf, known),
  )
}

/** Costs that either's rules speak of. */
function costsOf({ own, base }: BothRules): WantedCosts {
  const wanted = [own, ...(base ? [base] : [])].map(({ gates, placeOf, known }) => wantedCosts(gates, placeOf, known))
  return { load: wanted.some(({ load }) => load), names: [...new Set(wanted.flatMap(({ names }) => names))] }
}

/** The rules of the change, and in a pull request those of the branch it would change, where they differ. */
interface BothRules {
  readonly own: Rules
  readonly base: BaseRules | undefined
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
  const examined = await examineApart(
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

/** What each branch's rules took rows for a class from. */
interface Thresholds {
  readonly threshold: AppliedThreshold | undefined
  readonly baseThreshold: AppliedThreshold | undefined
}

/** Everything that was found, by rules and beside them. */
interface Found extends Examined, Thresholds {
  readonly costs: MeasuredCosts | undefined
  readonly hygiene: Hygiene
  /** Digest of the answers. */
  readonly predictions: string
}

function documentOf(
  judged: Judged,
  { own, base }: BothRules,
  { costs, hygiene, predictions, threshold, baseThreshold, ...examined }: Found,
  inputs: Inputs,
  context: Context,
): EvaluationDocument {
  const { data, target, model, champion, dataset } = judged
  const { inconclusive, 'slices-at-least': sliceRows } = inputs
  const { untranslated, inputs: imported } = own
  const without = base &&
    examined.base && { branch: base.branch, ...examined.base, ...(baseThreshold && { threshold: baseThreshold }) }
  const { verdict, reason, ...body } = required(together(examined.evaluation, without), hygiene.body.requirements)
  const { weakSlices } = examined
  const rules: Subject = {
    kind: 'rules',
    name: 'evaluate.gates',
    sha256: rulesDigest(own, { inconclusive, sliceRows }),
  }
  return newDocument(
    'evaluation',
    {
      ...body,
      ...(threshold && { threshold }),
      ...(untranslated.length > 0 && { untranslated }),
      ...(weakSlices && { weakSlices }),
      ...(costs && { costs: costs.result }),
      ...hygiene.body,
      data,
      target,
      ...(model && { model }),
      ...(champion && { champion }),
      ...(dataset && { dataset }),
      predictions,
    },
    {
      clock: context.services.clock,
      subjects: [subjectOf(judged)],
      inputs: [
        ...judged.inputs,
        ...hygiene.inputs,
        ...(costs?.inputs ?? []),
        ...imported,
        ...(base?.inputs ?? []),
        rules,
      ],
      verdict,
      reason,
    },
  )
}

function subjectOf({ model, data }: Judged): Subject {
  return model === undefined
    ? { kind: 'predictions', name: 'predictions', sha256: data.sha256 }
    : { kind: 'model', name: 'model.onnx', sha256: model }
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

import path from 'node:path'
import { openEngine } from '@trainyard/dataset'
import { evaluate } from '@trainyard/evaluation'
import { type EvaluationDocument, newDocument, type Subject, writeDocument } from '@trainyard/evidence'
import { sha256 } from '@trainyard/ports'
import { writePredictions } from '@trainyard/predictions'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { askModel } from './ask-model.ts'
import { attachEvaluation } from './attach.ts'
import type { Inputs } from './inputs.ts'
import type { Judged } from './judged.ts'
import { readGiven, withChampion } from './read-given.ts'
import { gatherRules, type Rules } from './rules.ts'

/** Judges a model, or predictions made elsewhere, by the rules. A failed gate is a result. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const rules = await gatherRules(inputs, context)
  const asked =
    inputs.predictions === undefined
      ? await askModel(inputs, rules, context)
      : await readGiven(inputs.predictions, inputs, context)
  try {
    const rival = inputs['champion-predictions']
    const judged = rival === undefined ? asked : await withChampion(asked, rival, context)
    const document = judge(judged, rules, inputs, context)
    await keepPredictions(judged, path.join(out, 'predictions.parquet'), context)
    await writeDocument(path.join(out, 'evaluation.json'), document)
    await attachEvaluation(document, out, context)
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

function judge(
  { table, data, target, model, champion, dataset, ...rest }: Judged,
  { gates, placeOf, untranslated, inputs: imported }: Rules,
  inputs: Inputs,
  { config, services }: Context,
): EvaluationDocument {
  const { verdict, reason, ...body } = evaluate({
    table,
    gates,
    placeOf,
    inconclusive: inputs.inconclusive,
    seed: config.train.seed,
    sliceRows: inputs['slices-at-least'],
  })
  const rules: Subject = {
    kind: 'rules',
    name: 'evaluate.gates',
    sha256: sha256(JSON.stringify([gates, inputs.inconclusive, inputs['slices-at-least']])),
  }
  const subjects: readonly Subject[] = [
    model === undefined
      ? { kind: 'predictions', name: 'predictions', sha256: data.sha256 }
      : { kind: 'model', name: 'model.onnx', sha256: model },
  ]
  return newDocument(
    'evaluation',
    {
      ...body,
      ...(untranslated.length > 0 && { untranslated }),
      data,
      target,
      ...(model && { model }),
      ...(champion && { champion }),
      ...(dataset && { dataset }),
    },
    { clock: services.clock, subjects, inputs: [...rest.inputs, ...imported, rules], verdict, reason },
  )
}

async function keepPredictions({ table, opened }: Judged, file: string, { services }: Context): Promise<void> {
  const engine = opened?.engine ?? (await openEngine(services))
  try {
    await writePredictions(file, table, engine)
  } finally {
    if (opened === undefined) await engine.close()
  }
}

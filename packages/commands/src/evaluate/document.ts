import type { Examined } from '@trainyard/evaluation'
import { type AppliedThreshold, type EvaluationDocument, newDocument, type Subject } from '@trainyard/evidence'
import type { Context } from '../core/context.ts'
import type { MeasuredCosts } from './costs/measure.ts'
import type { Inputs } from './inputs.ts'
import type { Judged } from './judged.ts'
import type { Hygiene } from './requires/hygiene.ts'
import { required } from './requires/requirements.ts'
import { rulesDigest } from './rules/own.ts'
import { together } from './rules/together.ts'
import type { BothRules } from './rules/wanted.ts'

/** What each branch's rules took rows for a class from. */
export interface Thresholds {
  readonly threshold: AppliedThreshold | undefined
  readonly baseThreshold: AppliedThreshold | undefined
}

/** Everything that was found, by rules and beside them. */
export interface Found extends Examined, Thresholds {
  readonly costs: MeasuredCosts | undefined
  readonly hygiene: Hygiene
  /** Digest of the answers. */
  readonly predictions: string
}

/** What `evaluation.json` says of what was found. */
export function documentOf(
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

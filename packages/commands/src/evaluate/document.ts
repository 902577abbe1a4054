import type { Examined, Judgement } from '@trainyard/evaluation'
import {
  type AppliedThreshold,
  type BaseJudgement,
  type EvaluationDocument,
  newDocument,
  type Subject,
} from '@trainyard/evidence'
import type { Context } from '../core/context.ts'
import type { MeasuredCosts } from './costs/measure.ts'
import type { Inputs } from './inputs.ts'
import type { Judged } from './judged.ts'
import type { Hygiene } from './requires/hygiene.ts'
import { required } from './requires/requirements.ts'
import type { BaseRules } from './rules/base.ts'
import { rulesDigest, settlingOf } from './rules/own.ts'
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
  /** What the rules of the base branch were held against, where there are any. */
  readonly ofBase: Judged | undefined
  /** Digest of the answers. */
  readonly predictions: string
}

/** What `evaluation.json` says of what was found. */
export function documentOf(
  judged: Judged,
  { own, base }: BothRules,
  { costs, hygiene, ofBase, predictions, threshold, baseThreshold, ...examined }: Found,
  inputs: Inputs,
  context: Context,
): EvaluationDocument {
  const { data, target, model, champion, dataset } = judged
  const { untranslated, inputs: imported } = own
  const { unjudged, ...evaluation } = examined.evaluation
  const without =
    base && examined.base && baseJudgement(base, examined.base, { judged, ofBase, threshold: baseThreshold })
  const { verdict, reason, ...body } = required(together(evaluation, without), hygiene.body.requirements)
  const { weakSlices } = examined
  const rules: Subject = {
    kind: 'rules',
    name: 'evaluate.gates',
    sha256: rulesDigest(own, settlingOf(inputs)),
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
      ...(judged.firstModel && { firstModel: { ...judged.firstModel, unjudged } }),
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
        ...otherChampion(judged, ofBase, base),
        rules,
      ],
      verdict,
      reason,
    },
  )
}

interface OfBase {
  readonly judged: Judged
  readonly ofBase: Judged | undefined
  readonly threshold: AppliedThreshold | undefined
}

function baseJudgement(
  { branch }: BaseRules,
  { unjudged, ...judgement }: Judgement,
  { judged, ofBase, threshold }: OfBase,
): BaseJudgement {
  const { champion, firstModel } = ofBase ?? judged
  return {
    branch,
    ...judgement,
    ...(champion && champion !== judged.champion && { champion }),
    ...(firstModel && { firstModel: { ...firstModel, unjudged } }),
    ...(threshold && { threshold }),
  }
}

/** The champion that only the base branch names. */
function otherChampion({ champion: own }: Judged, ofBase: Judged | undefined, base: BaseRules | undefined): Subject[] {
  const sha256 = ofBase?.champion
  if (sha256 === undefined || sha256 === own) return []
  return [{ kind: 'champion', name: `model.onnx (${base?.branch})`, sha256 }]
}

function subjectOf({ model, data }: Judged): Subject {
  return model === undefined
    ? { kind: 'predictions', name: 'predictions', sha256: data.sha256 }
    : { kind: 'model', name: 'model.onnx', sha256: model }
}

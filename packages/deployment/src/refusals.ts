import type { EvaluationReference } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { DeployRequest } from './types.ts'

type Evidence = Pick<DeployRequest, 'image' | 'evaluation' | 'unevaluated'>

/**
 * Whether this image may be deployed, by the evidence at hand. A failed evaluation is refused always, a missing one
 * unless the user's file allows it.
 * @throws InputError that names the digests that do not agree
 */
export function checkEvaluation(evidence: Evidence): EvaluationReference | null {
  const { image, evaluation } = evidence
  const recorded = image.document.evaluation
  if (recorded && recorded.verdict !== 'pass') throw notPassed(recorded.verdict, 'as image.json records it')
  if (!evaluation) return withoutEvaluation(evidence)
  const { document, sha256 } = evaluation
  if (document.model !== image.document.model) throw otherModel(image.document.model, document.model)
  if (document.verdict !== 'pass') throw notPassed(document.verdict, document.reason)
  if (recorded && recorded.sha256 !== sha256) throw otherEvaluation(recorded.sha256, sha256)
  return { sha256, verdict: document.verdict }
}

/**
 * A first model was compared with nothing, which says nothing of whether it may take the place of another one.
 * @param current what serves
 * @throws InputError where that is another model
 */
export function expectCompared({ image, evaluation }: Evidence, current: { readonly model: string }): void {
  const unjudged = evaluation?.document.firstModel?.unjudged ?? []
  if (unjudged.length === 0 || current.model === image.document.model) return
  throw new InputError(
    `the evaluation is that of a first model, which left ${unjudged.join(', ')} unjudged, and the model ${current.model} is deployed here`,
    { remedy: 'Evaluate it against what is deployed: evaluate.champion: deployed, or let the champion be that model.' },
  )
}

function withoutEvaluation({ image, unevaluated }: Evidence): null {
  if (unevaluated === 'allow') return null
  throw new InputError(`the model ${image.document.model} in this image has no evaluation`, {
    remedy: 'Give its evaluation.json. To deploy it unjudged: deploy.unevaluated: allow',
  })
}

function notPassed(verdict: string, why: string): InputError {
  return new InputError(`the evaluation of this model says ${verdict}: ${why}`, {
    remedy: 'A model that did not pass its gates is never deployed.',
  })
}

function otherModel(inImage: string, judged: string | undefined): InputError {
  const what = judged === undefined ? 'judged predictions, not a model' : `judged the model ${judged}`
  return new InputError(`the image holds the model ${inImage}, and evaluation.json ${what}`, {
    remedy: 'Give the evaluation of the model in the image.',
  })
}

function otherEvaluation(recorded: string, given: string): InputError {
  return new InputError(`the image was built on the evaluation ${recorded}, and the one given is ${given}`, {
    remedy: 'Give the evaluation.json that the image was built on, or build the image again.',
  })
}

import type { EvaluationReference } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { ImageRequest } from './types.ts'

/**
 * What the image will say about its evaluation. A model that failed is never packed, and one that was not judged only
 * where the user's file says so.
 * @throws InputError where the evaluation is missing, speaks of another model, or did not pass
 */
export function checkEvaluation(
  request: Pick<ImageRequest, 'model' | 'evaluation' | 'unevaluated'>,
): EvaluationReference | null {
  const { evaluation, unevaluated } = request
  const model = request.model.document.sha256
  if (!evaluation) {
    if (unevaluated) return null
    throw new InputError(`the model ${model} has no evaluation`, {
      remedy: 'Run evaluate first. To pack it unjudged: image.unevaluated: allow',
    })
  }
  const { document, sha256 } = evaluation
  if (document.model !== model) throw otherModel(model, document.model)
  if (document.verdict !== 'pass') {
    throw new InputError(`the evaluation of this model says ${document.verdict}: ${document.reason}`, {
      remedy: 'No image is built from a model that did not pass its gates.',
    })
  }
  return { sha256, verdict: document.verdict }
}

function otherModel(expected: string, actual: string | undefined): InputError {
  return new InputError(
    actual === undefined
      ? `the evaluation judged predictions, not the model ${expected}`
      : `the evaluation is of another model: this one is ${expected}, it judged ${actual}`,
    { remedy: 'Evaluate the model that goes into the image.' },
  )
}

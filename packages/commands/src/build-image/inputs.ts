import { attestedInputs } from '../core/attested.ts'
import { choice, file, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  model: file('Model to pack: a folder with model.onnx and model.json, or an ONNX file.').stage('train', 'model'),
  evaluation: file('evaluation.json of this model; a failed one is always refused.')
    .stage('evaluate', 'evaluation.json')
    .optional(),
  base: text("`node24`, made from published packages and the machine's C library, or an image in a registry.").from(
    'image.base',
    ({ image }) => image.base,
  ),
  push: text('Reference to push to, such as `ghcr.io/acme/penguins:v1`.')
    .from('image.push', ({ image }) => image.push)
    .optional('not pushed'),
  archive: file('File for `docker load` to write too.').optional('not written'),
  unevaluated: choice('What becomes of a model without an evaluation.', ['refuse', 'allow']).from(
    'image.unevaluated',
    ({ image }) => image.unevaluated,
  ),
  ...attestedInputs,
})

export type Inputs = Values<typeof inputs>

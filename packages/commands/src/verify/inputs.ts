import { bundleName } from '@trainyard/evidence/attestation'
import { signerInputs } from '../core/attested.ts'
import { file, table, type Values } from '../core/table.ts'

export const inputs = table({
  model: file('Model that must be attested: model.onnx, or the folder with it.').stage('train', 'model'),
  attestation: file('Attestation of its evaluation.').stage('evaluate', bundleName),
  evaluation: file('evaluation.json that the attestation must be of.')
    .stage('evaluate', 'evaluation.json')
    .optional('any evaluation of the model'),
  ...signerInputs,
})

export type Inputs = Values<typeof inputs>

import { expect, test } from '@jest/globals'
import { type KeyRequest, trainingPreimage } from '../key/index.ts'
import { services } from '../tests/services.ts'
import { withParams } from './preimage.ts'

test('a trial has the key of a training with its parameters', async () => {
  const request: KeyRequest = { datasetDigest: 'd', target: 'y', params: {}, seed: 7, code: [], folder: '.' }
  const params = { rate: 0.1, depth: 6, model: 'mlp', Zeta: true }
  const trial = withParams(await trainingPreimage(request, services), params)
  const plain = await trainingPreimage({ ...request, params }, services)
  expect(JSON.stringify(trial)).toBe(JSON.stringify(plain))
})

import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { fit } from './network.ts'
import { builtinDefaults } from './params.ts'

test('a loss that is no number ends the training with a remedy', async () => {
  const matrix = { rows: 2, width: 1, outputs: 1, x: Float32Array.of(1, 2), y: Float32Array.of(3e38, -3e38) }
  const empty = { rows: 0, width: 1, outputs: 1, x: new Float32Array(0), y: new Float32Array(0) }
  const log = { progress: () => undefined }
  const request = { train: matrix, validation: empty, classification: false, params: builtinDefaults, seed: 1, log }
  const error = await fit(request).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  expect(String(error)).toMatch(/diverged: in epoch 1[\s\S]*Lower it; the default is 0.01/)
})

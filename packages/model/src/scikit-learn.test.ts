import { expect, test } from '@jest/globals'
import { stillClock as clock } from '../../../test/support/services.ts'
import { modelFromOnnx } from './package.ts'
import { openPredictorInProcess } from './predictor.ts'
import { batchOf, expected } from './tests/answers.ts'
import { fixture, runtime } from './tests/paths.ts'

const open = (name: string) => modelFromOnnx(fixture(`${name}.onnx`), { clock })

test.each(['pipeline', 'forest', 'network'])('%s: classes and probabilities are scikit-learn’s', async (name) => {
  const model = await open(name)
  const { classes, columns, labels, probabilities } = expected(name)
  expect(model.document.signature).toMatchObject({
    task: 'classification',
    prediction: 'label',
    probabilities: 'probabilities',
    classes,
  })
  const predictor = await openPredictorInProcess(model, { runtime })
  const answers = await predictor.predict(batchOf(columns))
  await predictor.close()
  expect(answers.labels).toEqual(labels)
  const differences = probabilities?.flat().map((p, at) => Math.abs(p - (answers.probabilities?.[at] ?? Number.NaN)))
  expect(Math.max(...(differences ?? [Number.NaN]))).toBeLessThan(1e-5)
})

test('ridge: numbers are scikit-learn’s', async () => {
  const model = await open('ridge')
  const { columns, values = [] } = expected('ridge')
  expect(model.document.signature).toMatchObject({ task: 'regression', prediction: 'variable' })
  const predictor = await openPredictorInProcess(model, { runtime })
  const answers = await predictor.predict(batchOf(columns))
  await predictor.close()
  const differences = values.map(
    (value, at) => Math.abs(value - (answers.values?.[at] ?? Number.NaN)) / Math.abs(value),
  )
  expect(Math.max(...differences)).toBeLessThan(1e-5)
})

test('inputs are read from the graph: one a column, or a matrix', async () => {
  const columns = (await open('pipeline')).document.signature
  expect(columns.inputs).toEqual([
    { name: 'size', type: 'float32', shape: [-1, 1] },
    { name: 'colour', type: 'string', shape: [-1, 1] },
  ])
  const matrix = (await open('forest')).document.signature
  expect(matrix.inputs).toEqual([{ name: 'X', type: 'float32', shape: [-1, 4] }])
})

test('a ZipMap is refused with the way out', async () => {
  await expect(open('zipmap')).rejects.toThrow("options={'zipmap': False}")
})

import { afterAll, describe, expect, test } from '@jest/globals'
import { sha256File } from '@trainyard/ports'
import { services } from './tests/services.ts'
import { closeTables, csv, header, open, request, rows, table } from './tests/tables.ts'
import { trained } from './tests/trained.ts'
import { train } from './train.ts'

afterAll(closeTables)

describe('built-in', () => {
  test.each([['linear'], ['mlp']] as const)(
    '%s classes: learns, and ONNX Runtime answers as TensorFlow.js',
    async (model) => {
      const dataset = await table([
        header,
        ...rows(300, (x, colour) => (x > 6 ? 'high' : colour === '青' ? 'blue' : 'low')),
      ])
      const made = await trained(request(dataset, { params: { model, epochs: 40 } }))
      expect(made.model.document.signature).toMatchObject({
        task: 'classification',
        classes: ['blue', 'high', 'low'],
        prediction: 'label',
        target: 'y',
      })
      const predictor = await open(made.model)
      const [labels, answers]: [string[], string[]] = [[], []]
      for await (const batch of dataset.batches('test', ['x', 'big', 'colour', 'flag', 'day', 'y'])) {
        labels.push(...(batch.columns.get('y') as string[]))
        answers.push(...((await predictor.predict(batch)).labels ?? []))
      }
      await predictor.close()
      const right = labels.filter((label, at) => label === answers[at]).length
      expect(right / labels.length).toBeGreaterThan(0.85)
    },
    60_000,
  )

  test('a number: learns, and ONNX Runtime answers as TensorFlow.js', async () => {
    const dataset = await table([header, ...rows(300, (x) => (1000 + 50 * x).toFixed(2))])
    const made = await trained(request(dataset, { params: { epochs: 60 } }))
    expect(made.model.document.signature).toMatchObject({ task: 'regression', prediction: 'prediction' })
    const losses = made.metrics.filter(({ name }) => name === 'val_loss').map(({ value }) => value)
    expect(Math.min(...losses)).toBeLessThan(0.1)
  }, 60_000)

  test('the same seed gives the same bytes, another seed others', async () => {
    const dataset = await table([header, ...rows(120, (x) => (x > 5 ? 'a' : 'b'))])
    const digest = async (seed: number) =>
      sha256File((await trained(request(dataset, { seed, params: { epochs: 3 } }))).model.onnx)
    const [first, second, other] = [await digest(1), await digest(1), await digest(2)]
    expect(second).toBe(first)
    expect(other).not.toBe(first)
  }, 60_000)

  test('rare classes count more with class_weight: balanced', async () => {
    const dataset = await table([header, ...rows(200, (x) => (x > 9 ? 'rare' : 'often'))])
    const digest = async (class_weight: string) =>
      sha256File((await trained(request(dataset, { params: { epochs: 2, class_weight } }))).model.onnx)
    expect(await digest('balanced')).not.toBe(await digest('none'))
  }, 60_000)

  test('an unknown parameter is named with the nearest known', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    await expect(train(request(dataset, { params: { hiden: 3, model: 'tree' } }), services)).rejects.toThrow(
      /Did you mean hidden[\s\S]*must be linear or mlp/,
    )
  })

  test('an infinite value is named with its row', async () => {
    const lines = rows(40, (x) => (x > 5 ? 'a' : 'b')).map((line, at) =>
      at === 30 ? line.replace(/^[^,]*/, 'inf') : line,
    )
    const dataset = await table([header, ...lines])
    await expect(train(request(dataset), services)).rejects.toThrow('column x has an infinite value in row 31')
  })

  test('numbers far outside the training rows do not count as a broken export', async () => {
    const far = csv([header, '1e300,5,rot,true,2024-01-01,a'])
    const dataset = await table([header, ...rows(60, (x) => (x > 5 ? 'a' : 'b'))], { test: [far] })
    await expect(train(request(dataset, { params: { epochs: 2 } }), services)).resolves.toBeDefined()
  })

  test('a single class cannot be learned', async () => {
    const dataset = await table([header, ...rows(40, () => 'a')])
    await expect(train(request(dataset), services)).rejects.toThrow('only the class a')
  })
})

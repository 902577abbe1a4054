import { afterAll, expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import fc from 'fast-check'
import { closeTables, csv, open, request, table } from '../tests/tables.ts'
import { trained } from '../tests/trained.ts'

afterAll(closeTables)

const header = 'text,number,whole,yes,when,y'
const tables = fc.record({
  seed: fc.integer(),
  task: fc.constantFrom('class', 'number'),
  model: fc.constantFrom('linear', 'mlp'),
  missing: fc.constantFrom(0, 0.2, 0.9),
  scale: fc.constantFrom(1e-12, 1, 1e12),
  words: fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter(printable), {
    minLength: 2,
    maxLength: 8,
  }),
})

test('on random tables ONNX Runtime answers every row as TensorFlow.js does', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (shape) => {
      const known = lines(shape, 40, shape.words)
      const unseen = lines({ ...shape, seed: shape.seed + 1 }, 20, [...shape.words, 'never seen', '未知'])
      const dataset = await table([header, ...known], { test: [csv([header, ...unseen])] })
      const params = { model: shape.model, epochs: 2, task: shape.task === 'class' ? 'classification' : 'regression' }
      const { model, environment } = await trained(request(dataset, { params }))
      expect(Number(environment['greatest difference to ONNX Runtime'])).toBeLessThanOrEqual(1e-5)
      const predictor = await open(model)
      for await (const batch of dataset.batches(
        'test',
        model.document.signature.inputs.map(({ name }) => name),
      ))
        expect((await predictor.predict(batch)).rows).toBe(batch.rows)
      await predictor.close()
    }),
    { numRuns: 12 },
  )
}, 60_000)

interface Shape {
  readonly seed: number
  readonly task: string
  readonly missing: number
  readonly scale: number
}

function lines({ seed, task, missing, scale }: Shape, count: number, words: readonly string[]): string[] {
  const random = seededRandom(seed)
  const maybe = (value: string | number | boolean) => (random() < missing ? '' : String(value))
  return Array.from({ length: count }, (_, row) => {
    const word = words[Math.floor(random() * words.length)] ?? ''
    const label = task === 'class' ? `c${row % 3}` : (random() * scale).toString()
    return [
      maybe(`"${word.replaceAll('"', '""')}"`),
      maybe((random() - 0.5) * scale),
      maybe(Math.floor(random() * 2 ** 53)),
      maybe(random() < 0.5),
      maybe(`2024-0${1 + Math.floor(random() * 9)}-11T07:00:00`),
      label,
    ].join(',')
  })
}

/** Control characters and lone surrogates are no matter of the trainer. */
function printable(text: string): boolean {
  return !/\p{C}/u.test(text) && text.trim() === text
}

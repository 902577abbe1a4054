import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { type Labels, scoreColumn } from './score.ts'

const rows = 2000
const random = seededRandom(8)
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const labels = (classes: number): Labels & { readonly task: 'classification' } => ({
  task: 'classification',
  classes: Array.from({ length: classes }, (_, at) => String(at)),
  values: Float64Array.from({ length: rows }, () => Math.floor(random() * classes)),
})
const [two, three] = [labels(2), labels(3)]
const numbers: Labels = { task: 'regression', values: Float64Array.from({ length: rows }, () => Math.exp(normal())) }
/** Another class in some of the rows. */
const copy = (of: Labels, classes: number, noise: number) =>
  of.values.map((label) => (random() < noise ? (label + 1 + Math.floor(random() * (classes - 1))) % classes : label))

test.each([
  ['a copy of the label', () => scoreColumn(copy(two, 2, 0), two), [1, 1]],
  [
    'a copy as text',
    () =>
      scoreColumn(
        [...copy(two, 2, 0)].map((label) => `grade ${label}`),
        two,
      ),
    [1, 1],
  ],
  ['a copy with 5 % noise', () => scoreColumn(copy(two, 2, 0.05), two), [0.93, 0.97]],
  ['a copy of three classes', () => scoreColumn(copy(three, 3, 0.05), three), [0.93, 1]],
  [
    'a copy that is far from a line',
    () =>
      scoreColumn(
        three.values.map((label) => (label === 1 ? 900 : label)),
        three,
      ),
    [1, 1],
  ],
  [
    'one that tells one class of three',
    () =>
      scoreColumn(
        three.values.map((label) => Number(label === 1)),
        three,
      ),
    [0.5, 0.8],
  ],
  [
    'missing where the label is 1',
    () =>
      scoreColumn(
        two.values.map((label) => (label === 1 ? Number.NaN : random())),
        two,
      ),
    [1, 1],
  ],
  ['chance', () => scoreColumn(Float64Array.from({ length: rows }, random), two), [0.45, 0.56]],
  [
    'an id that stands once',
    () =>
      scoreColumn(
        Array.from({ length: rows }, (_, at) => `id${at}`),
        two,
      ),
    [0.4, 0.6],
  ],
  [
    'an honest predictor',
    () =>
      scoreColumn(
        two.values.map((label) => 1.5 * label + normal()),
        two,
      ),
    [0.82, 0.89],
  ],
  ['a copy of numbers', () => scoreColumn(numbers.values, numbers), [0.99, 1]],
  [
    'a copy of numbers with noise',
    () =>
      scoreColumn(
        numbers.values.map((value) => value * (1 + 0.1 * normal())),
        numbers,
      ),
    [0.95, 1],
  ],
  [
    'an honest predictor of numbers',
    () =>
      scoreColumn(
        numbers.values.map((value) => Math.log(value) + normal()),
        numbers,
      ),
    [0.3, 0.6],
  ],
  ['all labels the same', () => scoreColumn(two.values, { ...two, values: new Float64Array(rows) }), [0, 0]],
])('%s', (_, score, [least, most]) => {
  const found = score()
  expect(found).toBeGreaterThanOrEqual(least ?? 0)
  expect(found).toBeLessThanOrEqual(most ?? 1)
})

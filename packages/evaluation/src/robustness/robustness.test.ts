import { describe, expect, test } from '@jest/globals'
import { type Batch, type ColumnValues, seededRandom } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { evaluate } from '../evaluate.ts'
import { parseGate } from '../rules/gate.ts'
import { disturber } from './disturb.ts'
import type { Disturbed } from './types.ts'

test.each([
  [
    'accuracy under noise(0.1) >= accuracy - 0.02',
    { under: { kind: 'noise', scale: 0.1 }, against: 'unchanged', bound: -0.02 },
  ],
  ['accuracy under noise(0.1) >= unchanged - 0.02', { against: 'unchanged', intent: 'non-inferior' }],
  ['recall[a b] under missing(age) >= recall[a b] - 0.1', { class: 'a b', under: { kind: 'missing', column: 'age' } }],
  [
    'accuracy under missing("a (b)") >= 0.8',
    { under: { kind: 'missing', column: 'a (b)' }, intent: 'floor', bound: 0.8 },
  ],
  ['accuracy under missing >= 0.8', { under: { kind: 'missing' } }],
  ['rmse under noise(0.5) <= rmse + 2', { against: 'unchanged', bound: 2, intent: 'non-inferior' }],
  [
    'accuracy under missing(accuracy) non-inferior to unchanged within 0.02',
    { under: { column: 'accuracy' }, bound: -0.02 },
  ],
])('%s', (text, rule) => expect(parseGate(text)).toMatchObject(rule))

test.each([
  ['accuracy under noise >= 0.8', 'noise needs its size'],
  ['accuracy under noise(0) >= 0.8', 'noise needs its size'],
  ['accuracy under fog(1) >= 0.8', "unknown disturbance 'fog'"],
  ['accuracy >= accuracy - 0.02', 'neither a number nor'],
  ['accuracy >= unchanged - 0.02', 'only rows that are disturbed'],
  ['accuracy under noise(0.1)', 'is not a rule'],
])('%s is refused', (text, message) =>
  expect(parseGate(text)).toMatchObject({ message: expect.stringContaining(message) }),
)

/** Cells as numbers. */
const numbers = (values?: ColumnValues) => [...(values ?? [])].map(Number)

describe('disturbed rows', () => {
  const batch: Batch = {
    rows: 2000,
    columns: new Map<string, ColumnValues>([
      ['mass', new Float64Array(2000).fill(100)],
      ['count', new Float64Array(2000).fill(3)],
      ['name', Array.from({ length: 2000 }, () => 'x')],
    ]),
  }
  const spreads = new Map([
    ['mass', { deviation: 10, whole: false }],
    ['count', { deviation: 4, whole: true }],
  ])
  const noisy = (seed: number) => disturber({ kind: 'noise', scale: 0.5 }, spreads, seed)(batch)

  test('noise has the size that was asked, leaves text alone and whole numbers whole', () => {
    const columns = noisy(1).columns
    const mass = numbers(columns.get('mass'))
    const mean = mass.reduce((sum, value) => sum + value, 0) / 2000
    const deviation = Math.sqrt(mass.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 1999)
    expect(Math.abs(mean - 100)).toBeLessThan(0.5)
    expect(deviation).toBeGreaterThan(4.7)
    expect(deviation).toBeLessThan(5.3)
    expect(numbers(columns.get('count')).every(Number.isInteger)).toBe(true)
    expect(columns.get('name')).toBe(batch.columns.get('name'))
  })

  test('the same seed makes the same noise, whatever the batches', () => {
    const disturb = disturber({ kind: 'noise', scale: 0.5 }, spreads, 1)
    const half = (from: number): Batch => ({
      rows: 1000,
      columns: new Map([...batch.columns].map(([name, values]) => [name, values.slice(from, from + 1000)] as const)),
    })
    const pieces = [disturb(half(0)), disturb(half(1000))].flatMap(({ columns }) => [...(columns.get('mass') ?? [])])
    expect(pieces).toEqual([...(noisy(1).columns.get('mass') ?? [])])
    expect(pieces).not.toEqual([...(noisy(2).columns.get('mass') ?? [])])
  })

  test('a missing column has no values, and the others keep theirs', () => {
    const { columns } = disturber({ kind: 'missing', column: 'mass' }, spreads, 1)(batch)
    expect(numbers(columns.get('mass')).every(Number.isNaN)).toBe(true)
    expect(columns.get('count')).toBe(batch.columns.get('count'))
    const texts = disturber({ kind: 'missing', column: 'name' }, spreads, 1)(batch).columns.get('name')
    expect([...(texts ?? [])].every((text) => text === null)).toBe(true)
  })
})

describe('rules of disturbed rows', () => {
  const random = seededRandom(3)
  const rows = 2000
  const labels = Float64Array.from({ length: rows }, (_, at) => at % 2)
  const answers = (share: number) => labels.map((label) => (random() < share ? label : 1 - label))
  const clean = answers(0.95)
  /** All that were right but a share of them. */
  const worse = (share: number) =>
    clean.map((answer, at) => (answer === labels[at] && random() < share ? 1 - answer : answer))
  const table: PredictionTable = {
    task: 'classification',
    rows,
    ids: [],
    classes: ['a', 'b'],
    labels,
    predictions: clean,
  }
  const disturbed: Disturbed = {
    rows: Uint32Array.from({ length: rows }, (_, at) => at),
    columns: ['age', 'mass', 'unused'],
    sides: new Map([
      ['noise(0.1)', { predictions: worse(0.005) }],
      ['missing(age)', { predictions: worse(0.2) }],
      ['missing(mass)', { predictions: worse(0.01) }],
      ['missing(unused)', { predictions: clean }],
      ['noise(9)', { refused: 'the model answers no number' }],
    ]),
  }
  const judge = (gate: string) =>
    evaluate({ table, gates: [gate], inconclusive: 'fail', seed: 0, facts: { disturbed } }).rules[0]

  test.each([
    ['accuracy under noise(0.1) >= accuracy - 0.02', 'pass'],
    ['accuracy under missing(age) >= accuracy - 0.02', 'fail'],
    ['accuracy under missing(mass) >= accuracy - 0.03', 'pass'],
    ['accuracy under missing(age) >= 0.7', 'pass'],
    ['matthews_corrcoef under missing(unused) >= matthews_corrcoef - 0.02', 'pass'],
    ['accuracy under noise(9) >= 0.5', 'fail'],
  ])('%s is %s', (gate, verdict) => expect(judge(gate)?.verdict).toBe(verdict))

  test('every column in turn: each is told, and the worst decides', () => {
    const rule = judge('accuracy under missing >= accuracy - 0.03')
    expect(rule).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('without age') })
    expect(rule?.slices?.map(({ value, verdict }) => [value, verdict])).toEqual([
      ['age', 'fail'],
      ['mass', 'pass'],
      ['unused', 'pass'],
    ])
    expect(rule?.unchanged).toBeCloseTo(0.95, 1)
    expect(rule?.difference).toBeLessThan(-0.15)
  })

  test('a model that does not answer keeps no rule, and it is said why', () =>
    expect(judge('accuracy under noise(9) >= 0.5')?.reason).toBe(
      'The model does not answer under noise(9): the model answers no number.',
    ))

  test.each([
    ['accuracy under noise(0.1) >= champion - 0.02', 'compared with the same rows'],
    ['accuracy under noise(0.1) >= 0.8 for every island', 'cannot be of a slice'],
  ])('%s is refused', (gate, message) => expect(() => judge(gate)).toThrow(message))

  test('predictions alone cannot be disturbed', () =>
    expect(() => evaluate({ table, gates: ['accuracy under missing >= 0.5'], inconclusive: 'fail', seed: 0 })).toThrow(
      'no model was run',
    ))
})

import { describe, expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import fc from 'fast-check'
import { evaluate } from './evaluate.ts'

/** `rows` rows of three classes, of which `right` are answered rightly, and the champion's answers likewise. */
function table(rows: number, right: number, championRight?: number): PredictionTable {
  const labels = Float64Array.from({ length: rows }, (_, at) => at % 3)
  const answers = (count: number) => Float64Array.from(labels, (label, at) => (at < count ? label : (label + 1) % 3))
  const ids = Array.from(labels, (_, at) => String(at))
  const champion = championRight === undefined ? {} : { champion: { predictions: answers(championRight) } }
  return {
    task: 'classification',
    rows,
    ids,
    classes: ['Adelie', 'Chinstrap', 'Gentoo'],
    labels,
    predictions: answers(right),
    ...champion,
  }
}

const judge = (data: PredictionTable, gate: string, inconclusive: 'fail' | 'estimate' | 'pass' = 'fail') =>
  evaluate({ table: data, gates: [gate], inconclusive, seed: 0 })

test.each([
  [69, 68, 'accuracy >= 0.90', 'pass'],
  [69, 69, 'accuracy >= 0.97', 'inconclusive'],
  [69, 40, 'accuracy >= 0.90', 'fail'],
  [690, 690, 'accuracy >= 0.99', 'pass'],
  [300, 300, 'recall[Gentoo] >= 0.9', 'pass'],
  [300, 150, 'f1_macro >= 0.9', 'fail'],
])('%i rows, %i right: %s is %s', (rows, right, gate, verdict) =>
  expect(judge(table(rows, right), gate).verdict).toBe(verdict),
)

test('an inconclusive rule says how many rows would decide it, and is settled only as the user says', () => {
  const open = judge(table(69, 65), 'accuracy >= 0.90')
  expect(open).toMatchObject({ verdict: 'inconclusive', decidedBy: 'bounds' })
  expect(open.rules[0]?.reason).toMatch(
    /with these 69 rows a value of 0\.\d+ cannot be excluded; the rule asks for at least 0\.9\. About [\d,]+ more labelled rows/,
  )
  expect(judge(table(69, 65), 'accuracy >= 0.90', 'estimate')).toMatchObject({ verdict: 'pass', decidedBy: 'estimate' })
  expect(judge(table(69, 61), 'accuracy >= 0.90', 'estimate')).toMatchObject({ verdict: 'fail', decidedBy: 'estimate' })
  expect(judge(table(69, 61), 'accuracy >= 0.90', 'pass')).toMatchObject({ verdict: 'pass', decidedBy: 'pass' })
})

test('a rule that fails by its bounds is not settled by the estimate', () => {
  expect(judge(table(69, 40), 'accuracy >= 0.90', 'pass')).toMatchObject({ verdict: 'fail', decidedBy: 'bounds' })
})

test('the champion is compared row by row', () => {
  const result = judge(table(2000, 1900, 1900), 'accuracy >= champion - 0.01')
  expect(result.rules[0]).toMatchObject({ difference: 0, champion: 0.95, verdict: 'pass' })
  expect(judge(table(2000, 1700, 1900), 'accuracy >= champion - 0.01').verdict).toBe('fail')
  expect(judge(table(200, 189, 191), 'accuracy >= champion - 0.01').verdict).toBe('inconclusive')
})

test.each([
  ['accuracy >= champion', 'needs a champion'],
  ['recall[Gento] >= 0.9', 'Did you mean Gentoo?'],
  ['recall >= 0.9', 'must name a class'],
  ['rmse <= 3', 'rmse is for regression'],
  ['log_loss <= 3', 'it needs one probability per class'],
])('%s cannot be judged', (gate, message) => expect(() => judge(table(60, 50), gate)).toThrow(message))

test('a rule of a metric that does not exist on the rows is told with its place', () => {
  const gates = ['accuracy >= 0.5', 'log_loss <= 3', 'roc_auc >= 0.5']
  const asked = { table: table(60, 50), gates, inconclusive: 'fail', seed: 0 } as const
  expect(() => evaluate(asked)).toThrow(
    /evaluate\.gates\[1\]: log_loss cannot be computed: .*\n.*\n.*evaluate\.gates\[2\]: roc_auc/,
  )
})

test('quantities: errors have a ceiling', () => {
  const random = seededRandom(5)
  const labels = Float64Array.from({ length: 400 }, () => random() * 100)
  const predictions = labels.map((label) => label + (random() - 0.5) * 4)
  const data: PredictionTable = {
    task: 'regression',
    rows: 400,
    ids: Array.from(labels, String),
    classes: [],
    labels,
    predictions,
  }
  expect(judge(data, 'rmse <= 1.5').verdict).toBe('pass')
  expect(judge(data, 'rmse <= 0.9').verdict).toBe('fail')
  expect(judge(data, 'r2 >= 0.9').verdict).toBe('pass')
})

test('more right answers never turn a pass into a fail', () => {
  const order = { fail: 0, inconclusive: 1, pass: 2 }
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 300 }), fc.nat(300), fc.nat(300), (rows, a, b) => {
      const [less, more] = [Math.min(a, b, rows), Math.min(Math.max(a, b), rows)]
      expect(order[judge(table(rows, more), 'accuracy >= 0.8').verdict]).toBeGreaterThanOrEqual(
        order[judge(table(rows, less), 'accuracy >= 0.8').verdict],
      )
    }),
    { numRuns: 6 },
  )
})

describe('two classes', () => {
  const labels = Float64Array.from({ length: 60 }, (_, at) => at % 2)
  const predictions = labels.map((label, at) => (at < 10 && label === 1 ? 0 : label))
  const two = (classes: readonly [string, string]): PredictionTable => ({
    ...table(60, 60),
    classes,
    labels,
    predictions,
  })

  test.each([
    [['false', 'true'], 'true', 25 / 30],
    [['no', 'yes'], 'yes', 25 / 30],
    [['True', 'False'], 'True', 1],
  ] as const)('%p: without a name the positive one is meant, and recorded', (classes, positive, recall) =>
    expect(judge(two(classes), 'recall >= 0.5').rules[0]).toMatchObject({ class: positive, estimate: recall }),
  )

  test('where neither is positive, one must be named', () =>
    expect(() => judge(two(['cat', 'dog']), 'recall >= 0.5')).toThrow('must name a class'))
})

test('a class in quotes is recorded by its own name', () => {
  const named: PredictionTable = { ...table(60, 60), classes: ['Adelie', 'Chinstrap', 'a >= b'] }
  expect(judge(named, 'recall["a >= b"] >= 0.5').rules[0]).toMatchObject({ class: 'a >= b' })
})

describe('answers that are no numbers are an error, never a verdict', () => {
  const sure = (given: PredictionTable) =>
    Float64Array.from({ length: given.rows * 3 }, (_, at) => (given.predictions[Math.floor(at / 3)] === at % 3 ? 1 : 0))

  test('a probability that is NaN', () => {
    const data = table(60, 50)
    const probabilities = sure(data).fill(Number.NaN, 30, 33)
    expect(() => judge({ ...data, probabilities }, 'roc_auc >= 0.5')).toThrow(
      'a probability of row 11 is missing, or no number',
    )
  })

  test('probabilities that do not add up, the champion’s included', () => {
    const data = table(60, 50)
    const probabilities = sure(data).fill(0.9, 3, 6)
    expect(() => judge({ ...data, probabilities }, 'accuracy >= 0.5')).toThrow('row 2 sum to 2.700')
    const champion = { predictions: data.predictions, probabilities }
    expect(() => judge({ ...data, champion }, 'accuracy >= champion')).toThrow('row 2 sum to 2.700')
  })

  test('a predicted number that is NaN', () => {
    const labels = Float64Array.of(1, 2, 3)
    const data: PredictionTable = {
      ...table(3, 3),
      task: 'regression',
      classes: [],
      labels,
      predictions: labels.with(1, Number.NaN),
    }
    expect(() => judge(data, 'rmse <= 1')).toThrow('the prediction of row 2 is not a finite number')
  })
})

test('several hundred classes are judged without a matrix of all pairs', () => {
  const classes = Array.from({ length: 300 }, (_, at) => `c${at}`)
  const labels = Float64Array.from({ length: 1500 }, (_, at) => at % 300)
  const predictions = labels.map((label, at) => (at % 10 === 0 ? (label + 1) % 300 : label))
  const ids = Array.from(labels, (_, at) => String(at))
  const result = judge({ task: 'classification', rows: 1500, ids, classes, labels, predictions }, 'f1_macro >= 0.8')
  expect(result.verdict).toBe('pass')
  expect(result.confusion).toBeUndefined()
})

test.each(['precision[Gentoo] >= champion - 0.01', 'f1_macro >= champion - 0.01', 'recall_macro >= champion - 0.01'])(
  '%s: worse fails, better passes, and agreement on few rows proves nothing',
  (gate) => {
    expect(judge(table(900, 700, 890), gate).verdict).toBe('fail')
    expect(judge(table(900, 890, 700), gate).verdict).toBe('pass')
    expect(judge(table(69, 69, 69), gate).verdict).toBe('inconclusive')
  },
)

test('the same table, rules and seed give the same document', () => {
  const gates = ['f1_macro >= champion - 0.01', 'recall_macro >= 0.5']
  const once = () => evaluate({ table: table(200, 180, 185), gates, inconclusive: 'fail', seed: 7 })
  expect(once()).toEqual(once())
})

test('a rule against the baseline asks for more than the commonest class', () => {
  const rule = judge(table(300, 200), 'accuracy >= baseline + 0.1').rules[0]
  expect(rule).toMatchObject({ verdict: 'pass', intent: 'superior', baseline: expect.closeTo(1 / 3, 12) })
  expect(rule?.difference).toBeCloseTo(1 / 3, 12)
  expect(judge(table(300, 100), 'accuracy >= baseline').verdict).not.toBe('pass')
})

test('numbers are compared with their mean', () => {
  const labels = Float64Array.from({ length: 200 }, (_, row) => row % 10)
  const numbers = { task: 'regression' as const, rows: 200, ids: [], classes: [], labels }
  const good = { ...numbers, predictions: labels.map((label, row) => label + (row % 3) / 10) }
  expect(judge(good, 'rmse <= baseline - 1').rules[0]).toMatchObject({ verdict: 'pass', baseline: Math.sqrt(8.25) })
})

test.each([
  [2000, 2000, 'accuracy suspicious above 0.99', 'fail'],
  [2000, 1970, 'accuracy suspicious above 0.99', 'pass'],
  [50, 50, 'accuracy suspicious above 0.99', 'pass'],
])('%i rows, %i right: %s is %s', (rows, right, gate, verdict) => {
  expect(judge(table(rows, right), gate).verdict).toBe(verdict)
})

test('what is too good tells where to look, even where there is no interval', () => {
  const exact = Float64Array.from({ length: 100 }, (_, row) => row)
  const numbers = { task: 'regression' as const, rows: 100, ids: [], classes: [], labels: exact, predictions: exact }
  const rule = judge(numbers, 'rmse suspicious below 0.01').rules[0]
  expect(rule).toMatchObject({ verdict: 'fail' })
  expect(rule?.reason).toMatch(/^Too good to be true: .* Look for the target among the features/)
})

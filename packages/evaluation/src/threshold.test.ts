import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import fc from 'fast-check'
import { examine } from './examine.ts'
import { atThreshold, chosenThreshold, fixedThreshold } from './threshold.ts'

const scores = (values: readonly number[]) => Float64Array.from(values.flatMap((value) => [1 - value, value]))

function table(labels: readonly number[], values: readonly number[], champion?: readonly number[]): PredictionTable {
  const predictions = Float64Array.from(values, (value) => (value >= 0.5 ? 1 : 0))
  return {
    task: 'classification',
    rows: labels.length,
    ids: [],
    classes: ['good', 'bad'],
    labels: Float64Array.from(labels),
    predictions,
    probabilities: scores(values),
    ...(champion && { champion: { predictions, probabilities: scores(champion) } }),
  }
}

test('the threshold is half-way between two probabilities, and the champion has its own', () => {
  const validation = table([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.9], [0.6, 0.7, 0.8, 0.9])
  expect(chosenThreshold('f1[bad]', validation)).toEqual({
    class: 'bad',
    value: 0.25,
    champion: 0.75,
    chosen: { metric: 'f1[bad]', on: 'validation', rows: 4, estimate: 1, champion: 1 },
  })
})

test('no other threshold is better', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.constantFrom('f1[bad]', 'accuracy', 'precision[good]', 'balanced_accuracy'),
      (seed, metric) => {
        const random = seededRandom(seed)
        const labels = Array.from({ length: 25 }, (_, row) => (row < 2 ? row : random() < 0.4 ? 1 : 0))
        const data = table(
          labels,
          labels.map((label) => Math.round(10 * (0.3 * label + 0.7 * random())) / 10),
        )
        const { class: name, chosen } = chosenThreshold(metric, data)
        const gates = [`${metric} >= 0`]
        for (let step = 0; step < 11; step += 1) {
          const threshold = { class: name, value: step / 10 + 0.01 }
          const own = { gates, places: [], inconclusive: 'pass' as const, threshold }
          const { estimate } = examine({ table: data, seed: 0, own, base: own }, () => undefined).base?.rules[0] ?? {}
          expect(estimate).toBeLessThanOrEqual((chosen?.estimate ?? 0) + 1e-12)
        }
      },
    ),
    { numRuns: 2 },
  )
})

test('predictions follow the threshold, of candidate and champion each its own', () => {
  const data = table([0, 1], [0.2, 0.4], [0.2, 0.4])
  const cut = atThreshold(data, { class: 'bad', value: 0.3, champion: 0.1 })
  expect([[...cut.predictions], [...(cut.champion?.predictions ?? [])]]).toEqual([
    [0, 1],
    [1, 1],
  ])
  expect(fixedThreshold({ value: 0.3, class: 'good' }, data)).toEqual({ class: 'good', value: 0.3, champion: 0.3 })
})

test('a run that rules compare with has its own, too, chosen on the same rows', () => {
  const runs = (values: readonly number[]) => new Map([['run:latest', { ...table([], values), rows: values.length }]])
  const validation = { ...table([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.9]), runs: runs([0.6, 0.7, 0.8, 0.9]) }
  const chosen = chosenThreshold('f1[bad]', validation)
  expect(chosen).toMatchObject({ value: 0.25, runs: { 'run:latest': 0.75 }, chosen: { runs: { 'run:latest': 1 } } })
  const judged = { ...table([0, 1], [0.2, 0.4]), runs: runs([0.4, 0.8]) }
  expect(atThreshold(judged, chosen).runs?.get('run:latest')?.predictions).toEqual(Float64Array.of(0, 1))
  expect(fixedThreshold({ value: 0.3 }, judged).runs).toEqual({ 'run:latest': 0.3 })
  const blind = { ...judged, runs: new Map([['run:latest', { predictions: Float64Array.of(0, 1) }]]) }
  expect(() => fixedThreshold({ value: 0.3 }, blind)).toThrow('needs the probabilities of run:latest')
})

const three: PredictionTable = { ...table([0, 1], [0.2, 0.4]), classes: ['a', 'b', 'c'] }
const { probabilities: _, ...bare } = table([0, 1], [0.2, 0.4])

test.each([
  ['roc_auc', table([0, 1], [0.2, 0.4]), 'does not depend on a threshold'],
  ['f1[worse]', table([0, 1], [0.2, 0.4]), "unknown class 'worse'"],
  ['f1', table([0, 1], [0.2, 0.4]), 'must name a class'],
  ['recall[bad]', table([0, 0], [0.2, 0.4]), 'has no value on the rows'],
  ['accuracy', three, 'for two classes, and there are 3'],
  ['accuracy', bare, 'needs probabilities'],
  ['nonsense', table([0, 1], [0.2, 0.4]), "unknown metric 'nonsense'"],
])('%s is no ground to choose on', (metric, data, message) =>
  expect(() => chosenThreshold(metric, data)).toThrow(message),
)

import { describe, expect, test } from '@jest/globals'
import type { PredictionTable } from '@trainyard/predictions'
import { evaluate } from '../evaluate.ts'

/** Forty rows of numbers, answered alike by model and champion. */
function table(): PredictionTable {
  const labels = Float64Array.from({ length: 40 }, (_, at) => at)
  const predictions = labels.map((label, at) => label + (at % 3))
  const half = { names: ['a', 'b'], numbers: Uint32Array.from(labels, (_, at) => at % 2) }
  const base = { task: 'regression' as const, rows: 40, ids: Array.from(labels, String), classes: [] }
  return { ...base, labels, predictions, champion: { predictions }, slices: new Map([['half', half]]) }
}

const judge = (gate: string, isChampion: boolean) =>
  evaluate({ table: table(), gates: [gate], inconclusive: 'fail', seed: 0, sliceRows: 10, facts: { isChampion } })

describe('the champion itself, judged again', () => {
  test.each([
    ['rmse <= champion', 'pass'],
    ['r2 >= champion - 0.01', 'pass'],
    ['median_absolute_error <= champion + 0.1', 'pass'],
    ['mae <= champion + 0.1 for every half', 'pass'],
    ['mae superior to champion by 0.1', 'fail'],
  ])('%s: %s', (gate, verdict) => expect(judge(gate, true).verdict).toBe(verdict))

  test('is said to be that', () => {
    expect(judge('rmse <= champion', true).rules[0]).toMatchObject({
      difference: 0,
      reason: 'It is the champion itself: the difference is 0.',
    })
  })
})

test('another model that happens to answer the same says nothing of rows not yet seen', () => {
  expect(judge('median_absolute_error <= champion + 0.1', false).verdict).toBe('inconclusive')
})

import { expect, test } from '@jest/globals'
import reference from './fixtures/reference.json' with { type: 'json' }
import { fisherGreater, ranking, rankSumGreater } from './greater.ts'

test.each(reference.fisherGreater)('%d of %d against %d of %d is SciPy’s', (a = 0, n = 0, b = 0, m = 0, p = 0) =>
  expect(Math.abs(fisherGreater(a, n, b, m) / p - 1)).toBeLessThan(1e-9),
)

test.each(reference.rankSum)('rank sums are SciPy’s', ({ first, second, p }) => {
  const all = ranking(Float64Array.from([...first, ...second]))
  const rows = Uint32Array.from(first, (_, at) => at)
  expect(Math.abs(rankSumGreater(all, rows) / p - 1)).toBeLessThan(1e-9)
})

test('values that are all equal say nothing', () =>
  expect(rankSumGreater(ranking(new Float64Array(9)), Uint32Array.of(0, 1, 2))).toBe(1))

import { expect, test } from '@jest/globals'
import reference from '../fixtures/reference.json' with { type: 'json' }
import { aucLimits } from './auc.ts'
import { tango } from './paired.ts'

test.each(reference.tango)('$onlyFirst against $onlySecond of $n: Tango’s limits', (row) => {
  const { low, high } = tango(row, row.level)
  expect(low).toBeCloseTo(row.low, 5)
  expect(high).toBeCloseTo(row.high, 5)
})

test('no discordant row is not proof of equality', () => {
  const { low, high } = tango({ n: 69, onlyFirst: 0, onlySecond: 0 }, 0.95)
  expect(low).toBeCloseTo(-3.8415 / (69 + 3.8415), 4)
  expect(high).toBeCloseTo(-low, 10)
})

test('swapping the two mirrors the interval', () => {
  const there = tango({ n: 100, onlyFirst: 9, onlySecond: 4 }, 0.9)
  const back = tango({ n: 100, onlyFirst: 4, onlySecond: 9 }, 0.9)
  expect(back.low).toBeCloseTo(-there.high, 10)
  expect(back.high).toBeCloseTo(-there.low, 10)
})

test.each(reference.newcombe)('area $area of $m and $n rows: the limits solve the score equation', (row) => {
  const { low, high } = aucLimits({ area: row.area, positives: row.m, negatives: row.n }, row.level)
  expect(low).toBeCloseTo(row.low, 9)
  expect(high).toBeCloseTo(row.high, 9)
})

test.each([
  ['as the formula has it', 1, 1],
  ['half of the formula, by 200 rows of the rarer class', 0.5, (200 * 0.5 + 20) / 220],
  ['a tenth, which is drawn to a half', 0.1, (200 * 0.5 + 20) / 220],
  ['none, as where no pair is in the wrong order', 0, 1],
])('a variance %s scales that of the formula', (_, ratio, scale) => {
  const given = { area: 0.861, positives: 200, negatives: 800 }
  const theta = 0.861
  const pairs = (1 - theta) / (2 - theta) + theta / (1 + theta)
  const observed = (ratio * theta * (1 - theta) * (1 + 499 * pairs)) / 160_000
  const width = ({ low, high }: { readonly low: number; readonly high: number }) => high - low
  const scaled = width(aucLimits({ ...given, observed }, 0.95)) / width(aucLimits(given, 0.95))
  expect(scaled).toBeCloseTo(Math.sqrt(scale), 2)
})

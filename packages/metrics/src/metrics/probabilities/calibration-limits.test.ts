import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { binomialDraw } from '@trainyard/statistics'
import { type Bin, calibrationLimits } from './calibration-limits.ts'

/** What is truly off in each of fifteen bins of 40 rows: probability less share of outcomes. */
const patterns: Readonly<Record<string, (bin: number) => number>> = {
  'one bin is off': (bin) => (bin === 7 ? 0.4 : 0),
  'every bin is off a little': () => 0.05,
  'the ends are off': (bin) => (bin - 7) / 50,
}
const rows = 40
const middle = 0.5

function drawn(off: (bin: number) => number, random: () => number): readonly Bin[] {
  return Array.from({ length: 15 }, (_, bin) => {
    const outcomes = binomialDraw(rows, middle - off(bin), random)
    return { rows, probability: middle, outcomes }
  })
}

const observed = (bins: readonly Bin[]) =>
  bins.reduce((sum, { probability, outcomes }) => sum + Math.abs(probability - outcomes / rows) / 15, 0)

test.each(Object.entries(patterns))('%s: the limits hold what is true at least as often as they say', (_, off) => {
  const random = seededRandom(11)
  const truth = Array.from({ length: 15 }, (_, bin) => Math.abs(off(bin)) / 15).reduce((sum, one) => sum + one, 0)
  const times = 100
  const held = Array.from({ length: times }, (_, seed) => {
    const bins = drawn(off, random)
    const [interval] = calibrationLimits(observed(bins), bins, { levels: [0.95], resamples: 150, seed })
    return interval && interval.low <= truth && truth <= interval.high ? 1 : 0
  }).reduce<number>((sum, one) => sum + one, 0)
  // Four in a hundred below 95 is two standard errors.
  expect(held).toBeGreaterThanOrEqual(0.91 * times)
})

test('of many rows that are all well-calibrated little is possible', () => {
  const bins = Array.from({ length: 10 }, (_, bin) => ({
    rows: 100_000,
    probability: (bin + 0.5) / 10,
    outcomes: bin * 10_000 + 5_000,
  }))
  const [interval] = calibrationLimits(0.0005, bins, { levels: [0.95], resamples: 500, seed: 1 })
  expect(interval?.low).toBe(0)
  expect(interval?.high).toBeLessThan(0.002)
})

test('bins without rows add nothing, and one row tells next to nothing', () => {
  const none = { rows: 0, probability: 0, outcomes: 0 }
  const one = { rows: 1, probability: 0.9, outcomes: 1 }
  const [interval] = calibrationLimits(0.1, [none, one, none], { levels: [0.95], resamples: 500, seed: 1 })
  expect(interval?.low).toBe(0)
  expect(interval?.high).toBeGreaterThan(0.3)
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { ColumnProfile } from '@trainyard/evidence'
import { type Random, seededRandom } from '@trainyard/ports'
import { countLike, profileLabels, profileNumbers } from '@trainyard/profile'
import { fisherExact } from '@trainyard/statistics'
import { checkDrift } from './check.ts'
import { driftSummary, retrainDecision } from './retrain.ts'

interface Reference {
  readonly ks: readonly { before: number[]; now: number[]; statistic: number; asymptotic: number }[]
  readonly chi: readonly { before: number[]; now: number[]; statistic: number; p: number }[]
  readonly fisher: readonly { a: number; n: number; b: number; m: number; p: number }[]
}

const reference: Reference = JSON.parse(readFileSync(new URL('./fixtures/reference.json', import.meta.url), 'utf8'))

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

function numeric(name: string, counts: readonly number[]): ColumnProfile {
  const values = {
    kind: 'numeric',
    edges: counts.slice(1).map((_, at) => at),
    counts,
    min: 0,
    max: 1,
    mean: 0,
    std: 1,
  } as const
  return { name, type: 'number', source: 'feature', rows: sum(counts), missing: 0, values }
}

function categorical(name: string, counts: readonly number[], other = 0, missing = 0): ColumnProfile {
  const values = {
    kind: 'categorical',
    counts: Object.fromEntries(counts.map((count, at) => [`c${at}`, count])),
    other,
  } as const
  return { name, type: 'string', source: 'feature', rows: sum(counts) + other + missing, missing, values }
}

const check = (before: ColumnProfile, now: ColumnProfile) => checkDrift([before], new Map([[now.name, now]]), 0.05)

describe('against SciPy', () => {
  test.each(reference.ks)('ks_2samp %#', ({ before, now, statistic, asymptotic }) => {
    const [found] = check(numeric('x', before), numeric('x', now)).tests
    expect(found?.statistic).toBeCloseTo(statistic, 12)
    expect(Math.abs((found?.p ?? 0) - asymptotic)).toBeLessThan(0.01)
  })

  test.each(reference.chi)('chi2_contingency %#', ({ before, now, statistic, p }) => {
    const [found] = check(categorical('x', before), categorical('x', now)).tests
    expect(found?.statistic).toBeCloseTo(statistic, 9)
    expect(found?.p).toBeCloseTo(p, 9)
  })

  test.each(reference.fisher)('fisher_exact %#', ({ a, n, b, m, p }) =>
    expect(fisherExact(a, n, b, m)).toBeCloseTo(p, 9),
  )
})

test('missing values that are new are drift', () => {
  const { finding, tests } = check(categorical('x', [100, 100]), categorical('x', [60, 60], 0, 80))
  expect(finding).toBe('drift')
  expect(tests.filter(({ drift }) => drift).map(({ test }) => test)).toEqual(['missing-share'])
})

test('categories that were never seen are drift', () => {
  const { tests } = check(categorical('x', [500, 500]), categorical('x', [95, 95, 10]))
  expect(tests.find(({ test }) => test === 'unseen-categories')).toMatchObject({
    drift: true,
    detail: '10 rows in categories that were never seen',
  })
})

test('a column without values is not testable and does not fail the check', () => {
  const [sound, empty] = [numeric('x', [50, 50]), { ...numeric('y', [0, 0]), rows: 100, missing: 100 }]
  const { finding, tests } = checkDrift([sound, empty], new Map([sound, empty].map((each) => [each.name, each])), 0.05)
  expect(finding).toBe('stable')
  expect(tests.map(({ column, test }) => [column, test])).toEqual([
    ['x', 'kolmogorov-smirnov'],
    ['y', 'not-testable'],
    ['y', 'missing-share'],
  ])
})

test('where nothing can be tested there is no finding', () => {
  expect(() => check(numeric('x', [10, 10]), { ...numeric('x', [0, 0]), rows: 0 })).toThrow(
    /no column can be tested \(x: no values in these rows/,
  )
  expect(() => check(categorical('x', [10, 10], 900), categorical('x', [10, 10]))).toThrow(/more than 2 categories/)
})

test('a few rows of two categories are tested exactly', () => {
  const { tests } = check(categorical('x', [200, 200]), categorical('x', [8]))
  expect(tests[0]).toMatchObject({ test: 'chi-square', drift: true })
  expect(tests[0]?.p).toBeCloseTo(fisherExact(8, 8, 200, 400), 12)
})

test('a feature that is not there is told, a target is not', () => {
  const target = { ...categorical('y', [1, 1]), source: 'target' as const }
  const sound = numeric('z', [50, 50])
  const { tests } = checkDrift([numeric('x', [1, 1]), target, sound], new Map([['z', sound]]), 0.05)
  expect(tests).toMatchObject([
    { column: 'x', test: 'not-testable', detail: 'not in these rows' },
    { column: 'z', test: 'kolmogorov-smirnov' },
  ])
})

test('the decision follows the conditions that the user named', () => {
  const { tests } = check(categorical('x', [500, 500]), categorical('x', [900, 100]))
  expect(driftSummary(tests)).toBe('x')
  expect(retrainDecision(tests, ['drift'])).toEqual({ decision: true, reasons: ['drift in 1 of 1 columns'] })
  expect(retrainDecision(tests, [])).toMatchObject({ decision: false })
})

/** Four numeric and four categorical columns, new rows of the same kind but for a shift in the first column. */
function simulate(random: Random, rows: number, shift: number): boolean {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const column = (at: number) => {
    const before = {
      ...profileNumbers(Float64Array.from({ length: 800 }, normal)),
      name: `n${at}`,
      source: 'feature' as const,
    }
    const now = countLike(before)
    now.add(Float64Array.from({ length: rows }, () => normal() + (at === 0 ? shift : 0)))
    return [before, now.profile()] as const
  }
  const names = ['a', 'b', 'c', 'd', 'e']
  const category = (at: number) => {
    const counts = (size: number) => {
      const drawn = names.map(() => 0)
      for (let row = 0; row < size; row += 1) {
        const index = Math.floor(random() ** 2 * names.length)
        drawn[index] = (drawn[index] ?? 0) + 1
      }
      return drawn
    }
    return [categorical(`c${at}`, counts(800)), categorical(`c${at}`, counts(rows))] as const
  }
  const pairs = [0, 1, 2, 3].flatMap((at) => [column(at), category(at)])
  return (
    checkDrift(
      pairs.map(([before]) => before),
      new Map(pairs.map(([, now]) => [now.name, now])),
      0.05,
    ).finding === 'drift'
  )
}

test('without drift at most 5 % of the checks raise an alarm, over eight columns together', () => {
  const random = seededRandom(11)
  const alarms = Array.from({ length: 150 }, () => simulate(random, 120, 0)).filter(Boolean).length
  expect(alarms).toBeLessThanOrEqual(150 * 0.05 + 2 * Math.sqrt(150 * 0.05 * 0.95))
}, 60_000)

test('a shift by one standard deviation in one of eight columns is found', () => {
  const random = seededRandom(13)
  expect(Array.from({ length: 20 }, () => simulate(random, 120, 1)).filter(Boolean).length).toBe(20)
}, 60_000)

/** Two samples of a column with many rare categories: some of the second are always new. */
function longTail(random: Random, { categories, before, now }: { categories: number; before: number; now: number }) {
  const draw = (rows: number) => Array.from({ length: rows }, () => `c${Math.floor(categories ** random())}`)
  const reference = profileLabels(draw(before))
  const counter = countLike(reference)
  counter.add(draw(now))
  return check(reference, counter.profile()).finding === 'drift'
}

test.each([
  { categories: 50, before: 50, now: 50 },
  { categories: 50, before: 300, now: 1000 },
  { categories: 500, before: 200, now: 200 },
  { categories: 900, before: 1000, now: 100 },
])('new rare categories are no alarm: %j', (shape) => {
  const random = seededRandom(17)
  const alarms = Array.from({ length: 200 }, () => longTail(random, shape)).filter(Boolean).length
  expect(alarms).toBeLessThanOrEqual(200 * 0.05 + 2 * Math.sqrt(200 * 0.05 * 0.95))
})

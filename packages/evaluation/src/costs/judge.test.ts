import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { judgeCost, lackingCost } from './judge.ts'
import { latencyQuantile, latencyRatio } from './latency.ts'
import { parseCost } from './rule.ts'
import type { CostRule, Costs } from './types.ts'

function rule(text: string): CostRule {
  const read = parseCost(text)
  if (read === undefined || 'message' in read) throw new Error(text)
  return read
}

/** Latencies around a middle, a tenth of it apart. */
function latencies(middle: number, count = 500, seed = 1): Float64Array {
  const random = seededRandom(seed)
  return Float64Array.from({ length: count }, () => middle * (0.9 + 0.2 * random()))
}

const costs: Costs = {
  candidate: { latencies: latencies(10), memory: 110e6, size: 5000, parity: 2e-6 },
  champion: { latencies: latencies(9, 500, 2), memory: 100e6, size: 5000 },
}
const judge = (text: string, of: Costs = costs, inconclusive: 'fail' | 'estimate' | 'pass' = 'fail') =>
  judgeCost(rule(text), { costs: of, inconclusive, seed: 0 })

test.each([
  ['latency.p95 <= 12ms', 'pass'],
  ['latency.p95 <= 9ms', 'fail'],
  ['latency.p95 <= champion * 1.2', 'pass'],
  ['latency.p95 <= champion', 'fail'],
  ['memory <= 110MB', 'pass'],
  ['memory <= champion', 'fail'],
  ['memory <= champion * 1.1', 'pass'],
  ['size <= champion', 'pass'],
  ['size <= 4999B', 'fail'],
  ['parity <= 1e-5', 'pass'],
  ['parity <= 0', 'fail'],
])('%s is %s', (text, verdict) => expect(judge(text).verdict).toBe(verdict))

test('a ratio is held against the factor, and both values are told', () => {
  const { estimate, champion, ratio, bounds, bound } = judge('latency.p95 <= champion * 1.2')
  expect(ratio).toBeCloseTo(estimate / (champion ?? 0), 12)
  expect(bound).toBe(1.2)
  expect(bounds?.low).toBeLessThan(ratio ?? 0)
  expect(bounds?.high).toBeGreaterThan(ratio ?? 0)
})

test.each([
  ['latency.p95 <= champion * 1.2', 0.68, 0.02, 'inconclusive'],
  ['latency.p95 <= champion * 1.2', 0.02, 0.68, 'inconclusive'],
  ['latency.p95 <= champion', 0.68, 0.68, 'inconclusive'],
  ['latency.p95 <= champion * 1.2', 0.1, 0.1, 'pass'],
  ['latency.p95 <= 9ms', 0.68, 0.02, 'inconclusive'],
  ['latency.p95 <= 12ms', 0.68, 0.68, 'pass'],
  ['latency.p95 <= 9ms', 0.02, 0.68, 'fail'],
  ['memory <= champion', 0.68, 0.68, 'fail'],
])(
  'on a busy machine %s, waited %s and %s, is %s: only what waiting cannot make better passes',
  (text, own, rival, verdict) => {
    const { candidate, champion } = costs
    const busy = { candidate: { ...candidate, waited: own }, champion: { ...champion, waited: rival } }
    expect(judge(text, busy)).toMatchObject({ statistical: verdict, verdict })
  },
)

test('the reason of what a busy machine leaves open tells how busy it was', () => {
  const busy = { ...costs, candidate: { ...costs.candidate, waited: 0.678 } }
  expect(judge('latency.p95 <= champion * 1.2', busy).reason).toContain('68 % of the time')
  expect(judge('latency.p95 <= champion * 1.2', busy, 'estimate').verdict).toBe('pass')
})

test('too few requests decide nothing, and the user settles it', () => {
  const few = { candidate: { latencies: latencies(10, 40) } }
  const open = judge('latency.p99 <= 20ms', few)
  expect(open).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('evaluate.load.requests') })
  expect(open).not.toHaveProperty('bounds')
  expect(judge('latency.p99 <= 20ms', few, 'estimate').verdict).toBe('pass')
  expect(judge('latency.p99 <= 2ms', few, 'estimate').verdict).toBe('fail')
})

test.each([
  ['latency.p95 <= 12ms', {}, 'no model was run'],
  ['parity <= 0.1', { candidate: { size: 3 } }, 'tells of no original'],
  ['size <= champion', { candidate: { size: 3 } }, 'needs a champion'],
])('%s with %j cannot be decided', (text, facts, message) =>
  expect(lackingCost(rule(text), facts)?.message).toContain(message),
)

test('the bounds of a quantile hold it at about their level', () => {
  const trials = Array.from({ length: 400 }, (_, seed) => latencyQuantile(latencies(10, 200, seed), 0.95).bounds)
  const truth = 10 * (0.9 + 0.2 * 0.95)
  const above = trials.filter((bounds) => bounds && bounds.high >= truth).length / 400
  const below = trials.filter((bounds) => bounds && bounds.low <= truth).length / 400
  expect(above).toBeGreaterThan(0.93)
  expect(below).toBeGreaterThan(0.93)
})

test('what slows both for a while leaves their ratio as it is', () => {
  const slowed = (values: Float64Array) => values.map((value, at) => (at >= 100 && at < 200 ? value * 5 : value))
  const { value, bounds } = latencyRatio(slowed(latencies(10)), slowed(latencies(10, 500, 3)), 0.5, 4)
  expect(value).toBeCloseTo(1, 1)
  expect(bounds?.high).toBeLessThan(1.2)
})

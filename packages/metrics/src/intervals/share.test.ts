import { expect, test } from '@jest/globals'
import { binomialCdf } from '@trainyard/statistics'
import { shareLimits } from './share.ts'

test.each([
  [10, 0.95],
  [29, 0.95],
  [30, 0.934],
  [100, 0.934],
  [200, 0.934],
  [1000, 0.934],
])('of %d rows the limits hold any share at least so often: %d', (n, least) => {
  const limits = Array.from({ length: n + 1 }, (_, k) => shareLimits(k, n, 0.95))
  for (let share = 0.5; share < 1; share += 0.0037) {
    let held = 0
    for (const [k, { low, high }] of limits.entries())
      if (low <= share && share <= high) held += binomialCdf(k, n, share) - (k === 0 ? 0 : binomialCdf(k - 1, n, share))
    expect(held).toBeGreaterThan(least)
  }
})

test.each([
  [3, 40, 'clopper-pearson'],
  [26, 40, 'clopper-pearson'],
  [20, 40, 'wilson'],
  [0, 0, 'clopper-pearson'],
])('%d of %d: %s', (k, n, method) => {
  expect(shareLimits(k, n, 0.95)).toMatchObject({ method, low: expect.any(Number), high: expect.any(Number) })
})

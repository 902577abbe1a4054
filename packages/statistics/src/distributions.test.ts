import { expect, test } from '@jest/globals'
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareSurvival,
  gammaCdf,
  normalCdf,
  normalQuantile,
  tQuantile,
} from './distributions.ts'
import oneSample from './fixtures/one-sample.json' with { type: 'json' }
import reference from './fixtures/reference.json' with { type: 'json' }

test.each(reference.normal)('normal quantile of %d is SciPy’s', (p = 0, z = 0) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 10)
  expect(normalCdf(z)).toBeCloseTo(p, 12)
})

test.each(reference.t)('t quantile of %d at %d degrees of freedom is SciPy’s', (p = 0, df = 0, t = 0) =>
  expect(tQuantile(p, df)).toBeCloseTo(t, 9),
)

test.each(reference.chiSquare)('chi-square beyond %d at %d degrees of freedom is SciPy’s', (x = 0, df = 0, p = 0) =>
  expect(chiSquareSurvival(x, df)).toBeCloseTo(p, 13),
)

test.each(reference.binomial)('at most %d of %d is SciPy’s', (k = 0, n = 0, p = 0, share = 0) =>
  expect(binomialCdf(k, n, p)).toBeCloseTo(share, 12),
)

test('the beta median of equal shapes is one half', () => expect(betaQuantile(0.5, 4, 4)).toBeCloseTo(0.5, 12))

test.each(oneSample.beta)('beta up to %d of shapes %d and %d is SciPy’s', (x = 0, a = 0, b = 0, share = 0) =>
  expect(betaCdf(x, a, b)).toBeCloseTo(share, 13),
)

test.each(oneSample.gamma)('gamma up to %d of shape %d is SciPy’s', (x = 0, a = 0, share = 0) =>
  expect(gammaCdf(x, a)).toBeCloseTo(share, 13),
)

import { expect, test } from '@jest/globals'
import type { RuleResult } from '@trainyard/evidence'
import { seededRandom } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { judgeRules } from '../evaluate.ts'
import { judgeFamily, type Member } from './family.ts'

/** A rule with this p-value, which asks nothing else. */
function withP(p: number): Member {
  const result: RuleResult = {
    text: String(p),
    metric: 'accuracy',
    intent: 'floor',
    bound: 0,
    estimate: 0,
    statistical: 'inconclusive',
    verdict: 'inconclusive',
    reason: '',
  }
  return {
    byChance: true,
    judge: (family) => ({ ...result, statistical: p <= 0.05 / family ? 'fail' : 'inconclusive' }),
    mayBeRefuted: () => p <= 0.05,
  }
}

test.each([
  ['one alone is refuted at 5 %', [0.04], [0.04]],
  ['of four the first needs 1.25 %', [0.02, 0.5, 0.5, 0.5], []],
  ['each that is refuted makes room for the next', [0.012, 0.016, 0.024, 0.05], [0.012, 0.016, 0.024, 0.05]],
  ['the first that is not stops the rest', [0.01, 0.02, 0.02, 0.02], [0.01]],
  ['the order they are written in does not matter', [0.5, 0.024, 0.012, 0.016], [0.024, 0.012, 0.016]],
])('%s', (_, ps, refuted) => {
  const found = judgeFamily(ps.map(withP)).filter(({ statistical }) => statistical === 'fail')
  expect(found.map(({ text }) => Number(text))).toEqual(refuted)
})

test('a rule of what is counted, or of what is too good, shares nothing', () => {
  const apart: Member = { ...withP(0.5), byChance: false }
  const found = judgeFamily([withP(0.04), apart, apart])
  expect(found[0]?.statistical).toBe('fail')
})

test('ten rules that hold are refuted together no more often than one', () => {
  const random = seededRandom(3)
  const rules = ['recall', 'precision', 'specificity', 'f1'].flatMap((name) => [
    `${name}[a] >= 0.9`,
    `${name}[b] >= 0.9`,
  ])
  let refuted = 0
  for (let trial = 0; trial < 200; trial += 1) {
    const labels = Float64Array.from({ length: 400 }, (_, at) => at % 2)
    const predictions = labels.map((label) => (random() < 0.9 ? label : 1 - label))
    const ids = Array.from(labels, (_, at) => String(at))
    const table: PredictionTable = { task: 'classification', rows: 400, ids, classes: ['a', 'b'], labels, predictions }
    const { rules: results } = judgeRules({ table, gates: rules, inconclusive: 'fail', seed: 0 })
    if (results.some(({ statistical }) => statistical === 'fail')) refuted += 1
  }
  expect(refuted / 200).toBeLessThan(0.08)
})

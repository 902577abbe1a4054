import { expect, test } from '@jest/globals'
import type { Verdict } from '@trainyard/evidence'
import type { Measured } from '@trainyard/metrics'
import { parseGate } from '../rules/gate.ts'
import { reasonOf } from './reasons.ts'

const from = (low: number, high: number): Pick<Measured, 'bounds'> => ({ bounds: { low, high } })

test.each<[string, Measured, Verdict, string]>([
  [
    'accuracy >= 0.9',
    { value: 0.96, ...from(0.938, 0.98) },
    'pass',
    'With 95 % confidence at least 0.938; the rule asks for at least 0.9.',
  ],
  [
    'rmse <= 4.2',
    { value: 5, ...from(4.5, 5.5) },
    'fail',
    'Even at best 4.5 (95 % confidence); the rule asks for at most 4.2.',
  ],
  [
    'accuracy >= 0.9',
    { value: 0.8, ...from(0.75, 0.85), refuting: { low: 0.7, high: 0.87 }, family: 12 },
    'fail',
    'Even at best 0.87 (95 % confidence over all 12 comparisons); the rule asks for at least 0.9.',
  ],
  [
    'accuracy >= 0.9',
    { value: 0.92, ...from(0.89, 0.95) },
    'inconclusive',
    'Inconclusive: with these 100 rows a value of 0.89 cannot be excluded; the rule asks for at least 0.9. About 130 more labelled rows would decide it.',
  ],
  [
    'accuracy >= 0.9',
    { value: 0.88, ...from(0.85, 0.91) },
    'inconclusive',
    'Inconclusive: the estimate is not what is asked, but with these 100 rows a value of 0.91 cannot be excluded; the rule asks for at least 0.9. About 130 more labelled rows would decide it.',
  ],
  [
    'accuracy >= champion - 0.01',
    { value: -0.007, ...from(-0.031, 0.017) },
    'inconclusive',
    'Inconclusive: with these 100 rows a loss of up to 0.031 cannot be excluded; 0.01 worse is allowed. About 6,300 more labelled rows would decide it.',
  ],
  [
    'accuracy superior to baseline by 0.1',
    { value: 0.12, ...from(0.09, 0.15) },
    'inconclusive',
    'Inconclusive: with these 100 rows a gain of only 0.09 cannot be excluded; the rule asks for 0.1 better. About 130 more labelled rows would decide it.',
  ],
  [
    'rmse <= champion + 0.5',
    { value: 0.1, ...from(-0.1, 0.3) },
    'pass',
    'With 95 % confidence at most 0.3 worse than the champion; 0.5 worse is allowed.',
  ],
  [
    'accuracy >= run:v3',
    { value: -0.1, ...from(-0.2, -0.05) },
    'fail',
    'Even at best 0.05 worse than run v3 (95 % confidence); the rule asks for no worse.',
  ],
  [
    'accuracy >= 0.9',
    { value: 0.9, ...from(0.85, 0.95) },
    'inconclusive',
    'Inconclusive: with these 100 rows a value of 0.85 cannot be excluded; the rule asks for at least 0.9. The estimate lies on the bound, so that no number of rows would decide it.',
  ],
  [
    'accuracy suspicious above 0.99',
    { value: 0.95, ...from(0.93, 0.97) },
    'pass',
    'Not too good to be true: with 95 % confidence at least 0.93; suspicious is above 0.99.',
  ],
  [
    'accuracy suspicious beyond champion by 0.05',
    { value: 0.1, ...from(0.08, 0.12) },
    'fail',
    'Too good to be true: with 95 % confidence at least 0.08 better than the champion; suspicious is 0.05 better than the champion. Look for the target among the features, and for test rows among the training rows.',
  ],
])('%s, %o: %s', (text, measured, verdict, reason) => {
  const gate = parseGate(text)
  if ('message' in gate) throw new Error(gate.message)
  expect(reasonOf(gate, measured, verdict, 100)).toBe(reason)
})

import { expect, test } from '@jest/globals'
import { type Beside, strictest } from './strictest.ts'

const own: Beside = {
  requires: ['no-leaks'],
  leaks: { above: 0.999, allow: ['billed', 'late'] },
  overlap: 0.5,
  differing: 0.2,
}
const base: Beside = { requires: ['no-leaks', 'parity'], leaks: { above: 0.95, allow: [] }, overlap: 0, differing: 0 }

test.each([
  ['outside a pull request', undefined, { names: ['no-leaks'], overlap: 0.5, differing: 0.2, leaks: [own.leaks] }],
  [
    'against a stricter branch',
    base,
    { names: ['no-leaks', 'parity'], overlap: 0, differing: 0, leaks: [own.leaks, base.leaks] },
  ],
  [
    'a branch that requires nothing does not say how strictly',
    { ...base, requires: [] },
    { names: ['no-leaks'], overlap: 0, differing: 0.2, leaks: [own.leaks] },
  ],
])('%s', (_, branch, expected) => expect(strictest(own, branch)).toEqual(expected))

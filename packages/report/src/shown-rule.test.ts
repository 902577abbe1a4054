import { expect, test } from '@jest/globals'
import { shownRule } from './shown-rule.ts'

const interval = { low: 0.9, high: 1.2, level: 0.95, method: 'x' }

test.each([
  [{ estimate: 0.914 }, { estimate: '0.914', rival: '', apart: '', range: '' }],
  [
    { estimate: 0.914, champion: 0.921, difference: -0.007, interval: { ...interval, low: -0.031, high: 0.017 } },
    { rival: 'champion 0.921', apart: '-0.007', range: '[-0.031, +0.017]' },
  ],
  [
    { unit: 'ms', estimate: 1.1, interval },
    { estimate: '1.100 ms', range: '[0.900, 1.200] ms' },
  ],
  [
    { unit: 'ms', estimate: 12, champion: 10, ratio: 1.2, interval },
    { estimate: '12 ms', rival: 'champion 10 ms', apart: '× 1.200', range: '[0.900, 1.200]' },
  ],
  [{ unit: 'bytes', estimate: 128_045_056 }, { estimate: '128 MB' }],
] as const)('%j', (rule, shown) => expect(shownRule(rule)).toMatchObject(shown))

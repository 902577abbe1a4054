import { expect, test } from '@jest/globals'
import { parseCost } from './rule.ts'

test.each([
  ['latency.p95 <= 200ms', { cost: 'latency.p95', bound: 200 }],
  ['latency.p50 <= 0.5ms', { cost: 'latency.p50', bound: 0.5 }],
  [' latency.p99<=2s ', { cost: 'latency.p99', bound: 2000, text: 'latency.p99<=2s' }],
  ['latency.p95 <= champion * 1.2', { bound: 1.2, against: 'champion' }],
  ['latency.p95 <= 1.2 * champion', { bound: 1.2, against: 'champion' }],
  ['memory <= champion', { cost: 'memory', bound: 1, against: 'champion' }],
  ['memory <= 300MiB', { bound: 300 * 2 ** 20 }],
  ['size <= 20MB', { cost: 'size', bound: 20e6 }],
  ['parity <= 1e-5', { cost: 'parity', bound: 1e-5 }],
  ['parity <= 0', { bound: 0 }],
])('%s', (text, rule) => expect(parseCost(text)).toMatchObject(rule))

test.each([
  ['latency.p90 <= 20ms', "unknown cost 'latency.p90'", 'latency.p50, latency.p95'],
  ['latency <= 20ms', "unknown cost 'latency'", 'latency.p50, latency.p95'],
  ['latency.p95 >= 20ms', 'the better the lower', 'latency.p95 <= 20ms'],
  ['latency.p95 <= 20', '20 has no unit', 'latency.p95 <= 20ms'],
  ['latency.p95 <= 20MB', "'MB' is not a unit of a duration", ''],
  ['latency.p95 <= 0ms', 'never 0', ''],
  ['latency.p95 <= champion + 5ms', 'is not a multiple of the champion', 'champion * 1.2'],
  ['latency.p95 <= champion * -1', "'-1' is not a factor above 0", ''],
  ['latency.p95 <= baseline * 2', 'is not a multiple', ''],
  ['latency.p95 <= 20ms for every island', 'is not a duration', ''],
  ['size <= 1e400', 'is not', ''],
  ['parity <= champion', "the model's own original", ''],
  ['parity <= much', "'much' is not a number", ''],
])('%s is refused', (text, message, remedy) => {
  const read = parseCost(text)
  expect(read).toMatchObject({ message: expect.stringContaining(message), remedy: expect.stringContaining(remedy) })
})

test.each(['accuracy >= 0.9', 'latency_p95 <= 20ms', 'sizes <= 2'])('%s is of something else', (text) =>
  expect(parseCost(text)).toBeUndefined(),
)

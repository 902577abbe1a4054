import { describe, expect, test } from '@jest/globals'
import type { Signature, TensorType } from '@trainyard/evidence'
import { type ColumnValues, InputError } from '@trainyard/ports'
import { feeds } from './feeds.ts'

function signature(inputs: Signature['inputs'], features?: readonly string[]): Signature {
  return { inputs, outputs: [], ...(features && { features }) }
}
const column = (type: TensorType, shape: readonly number[] = [-1, 1]) => signature([{ name: 'x', type, shape }])
const batch = (columns: Record<string, ColumnValues>) => {
  const entries = new Map(Object.entries(columns))
  return { rows: entries.values().next().value?.length ?? 0, columns: entries }
}
const numbers = (...values: number[]) => Float64Array.from(values)

test.each<[TensorType, ColumnValues, unknown]>([
  ['float64', numbers(0.1, Number.NaN), Float64Array.of(0.1, Number.NaN)],
  ['float32', numbers(0.1, Number.NaN), Float32Array.of(0.1, Number.NaN)],
  ['int64', numbers(-1, 2 ** 53 - 1), BigInt64Array.of(-1n, 9007199254740991n)],
  ['int32', numbers(-(2 ** 31), 7), Int32Array.of(-2147483648, 7)],
  ['bool', numbers(1, 0), Uint8Array.of(1, 0)],
  ['string', ['grün', null], ['grün', '']],
])('a column becomes a tensor of type %s', (type, values, data) => {
  expect(feeds(column(type), batch({ x: values }))).toEqual([{ name: 'x', type, dims: [2, 1], data }])
  expect(feeds(column(type, [-1]), batch({ x: values }))).toEqual([{ name: 'x', type, dims: [2], data }])
})

test('numbers are copied, so that they can move to another thread', () => {
  const x = numbers(1, 2)
  expect(feeds(column('float64'), batch({ x }))[0]?.data).not.toBe(x)
})

describe('a matrix', () => {
  const matrix = { name: 'X', type: 'float32', shape: [-1, 2] } as const
  const rows = batch({ b: numbers(3, 4), a: numbers(1, 2) })
  const flat = (data: number[]) => [{ name: 'X', type: 'float32', dims: [2, 2], data: Float32Array.from(data) }]

  test('takes the columns it names, in its order', () =>
    expect(feeds(signature([matrix], ['a', 'b']), rows)).toEqual(flat([1, 3, 2, 4])))

  test('without names takes all, in their order', () =>
    expect(feeds(signature([matrix]), rows)).toEqual(flat([3, 1, 4, 2])))

  test('of text holds text', () => {
    const text = { ...matrix, type: 'string' } as const
    expect(feeds(signature([text]), batch({ a: ['p', null], b: ['q', 'r'] }))[0]?.data).toEqual(['p', 'q', '', 'r'])
  })

  test('of three columns does not take two', () =>
    expect(() => feeds(signature([{ ...matrix, shape: [-1, 3] }]), rows)).toThrow(
      "takes 3 columns as 'X', and there are 2",
    ))
})

test.each<[string, Signature, Record<string, ColumnValues>, string]>([
  [
    'a missing column',
    column('float32'),
    { y: numbers(1), z: ['a'] },
    "needs a column 'x', which is not there\nColumns: y, z.",
  ],
  ['text for a number', column('float32'), { x: ['1'] }, "column 'x' holds text, and the model takes float32"],
  ['a number for text', column('string'), { x: numbers(1) }, "column 'x' holds numbers, and the model takes text"],
  [
    'a gap where none may be',
    column('int64'),
    { x: numbers(1, Number.NaN) },
    "column 'x', row 2 of the batch: no value",
  ],
  ['a fraction', column('int64'), { x: numbers(0.5) }, '0.5 is not a value of type int64'],
  ['too great a number', column('int32'), { x: numbers(2 ** 31) }, '2147483648 is not a value of type int32'],
  ['neither true nor false', column('bool'), { x: numbers(2) }, '2 is not a value of type bool'],
])('%s: refused', (_, wanted, columns, message) => {
  expect(() => feeds(wanted, batch(columns))).toThrow(InputError)
  expect(() => feeds(wanted, batch(columns))).toThrow(message)
})

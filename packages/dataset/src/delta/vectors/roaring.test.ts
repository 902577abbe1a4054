import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeRoaring } from './roaring.ts'
import { decodeZ85 } from './z85.ts'

type Kind = 'array' | 'bitmap' | 'run'

/** An encoder of its own, by the text of RoaringFormatSpec: sets of numbers below 2^16 under their upper parts. */
function encode(buckets: ReadonlyMap<number, Bucket>): Buffer {
  const parts = [...buckets].flatMap(([key, bucket]) => [u32(key), encodeBucket([...bucket])])
  return Buffer.concat([u32(1_681_511_377), u64(buckets.size), ...parts])
}

type Bucket = ReadonlyMap<number, { readonly values: readonly number[]; readonly kind: Kind }>

function encodeBucket(
  all: readonly (readonly [number, { readonly values: readonly number[]; readonly kind: Kind }])[],
) {
  const runs = all.flatMap(([, { kind }], index) => (kind === 'run' ? [index] : []))
  const flags = Buffer.alloc(Math.ceil(all.length / 8))
  for (const index of runs) flags[index >> 3] = (flags[index >> 3] ?? 0) | (1 << (index & 7))
  const head = runs.length > 0 ? [u16(12347), u16(all.length - 1), flags] : [u32(12346), u32(all.length)]
  const keys = all.flatMap(([high, { values }]) => [u16(high), u16(values.length - 1)])
  const offsets = Buffer.alloc(runs.length === 0 || all.length >= 4 ? 4 * all.length : 0)
  return Buffer.concat([...head, ...keys, offsets, ...all.map(([, { values, kind }]) => container(values, kind))])
}

function container(values: readonly number[], kind: Kind): Buffer {
  if (kind === 'run') {
    const runs = runsOf(values)
    return Buffer.concat([u16(runs.length), ...runs.flatMap(([first, last]) => [u16(first), u16(last - first)])])
  }
  if (kind === 'array') return Buffer.concat(values.map(u16))
  const bits = Buffer.alloc(8192)
  for (const value of values) bits[value >> 3] = (bits[value >> 3] ?? 0) | (1 << (value & 7))
  return bits
}

function runsOf(values: readonly number[]): [number, number][] {
  const runs: [number, number][] = []
  for (const value of values) {
    const last = runs.at(-1)
    if (last && value === last[1] + 1) last[1] = value
    else runs.push([value, value])
  }
  return runs
}

const [u16, u32, u64] = [
  (value: number) => sized(2, (buffer) => buffer.writeUInt16LE(value)),
  (value: number) => sized(4, (buffer) => buffer.writeUInt32LE(value)),
  (value: number) => sized(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value))),
]

function sized(bytes: number, write: (buffer: Buffer) => unknown): Buffer {
  const buffer = Buffer.alloc(bytes)
  write(buffer)
  return buffer
}

function numbers(bytes: Buffer): number[] {
  return [...decodeRoaring(bytes)].flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  )
}

const ascending = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b)
const sparse = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 20 }).map(ascending)
const dense = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4097, max: 6_000 }))
  .map(([step, count]) =>
    ascending(Array.from({ length: count }, (_, index) => index * (step + 1)).filter((n) => n < 65_536)),
  )
  .filter((values) => values.length > 4096)
const holder = fc.oneof(
  sparse.map((values) => ({ values, kind: 'array' as const })),
  sparse.map((values) => ({ values, kind: 'run' as const })),
  dense.map((values) => ({ values, kind: 'run' as const })),
  dense.map((values) => ({ values, kind: 'bitmap' as const })),
)
const byKey = <T>(max: number, of: fc.Arbitrary<T>, most: number) =>
  fc
    .uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: most })
    .chain((keys) => fc.tuple(...ascending(keys).map((key) => of.map((value) => [key, value] as const))))
    .map((entries) => new Map(entries))

test('what was encoded is decoded, whatever the containers are', () => {
  fc.assert(
    fc.property(byKey(5, byKey(0xffff, holder, 4), 2), (buckets) => {
      const expected = [...buckets].flatMap(([key, containers]) =>
        [...containers].flatMap(([high, { values }]) => values.map((low) => key * 2 ** 32 + high * 2 ** 16 + low)),
      )
      expect(numbers(encode(buckets))).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})

test('ranges are joined across containers, and apart where a number is missing', () => {
  const all = Array.from({ length: 65_536 }, (_, index) => index)
  const containers = new Map([
    [0, { values: all, kind: 'run' as const }],
    [1, { values: all, kind: 'bitmap' as const }],
    [2, { values: [1], kind: 'array' as const }],
  ])
  expect([...decodeRoaring(encode(new Map([[0, containers]])))]).toEqual([
    { first: 0, last: 131_071 },
    { first: 131_073, last: 131_073 },
  ])
})

test("delta-kernel-rs's own example of an inline vector", () => {
  const bytes = decodeZ85('^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L')
  expect(numbers(bytes)).toEqual([3, 4, 7, 11, 18, 29])
})

test("the protocol's own example is of the format before, which its text does not allow any more", () => {
  const bytes = decodeZ85('wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L')
  expect(() => numbers(bytes)).toThrow('magic number')
})

const good = encode(new Map([[0, new Map([[0, { values: [1, 5], kind: 'array' as const }]])]]))
const changed = (at: number, value: number) => Buffer.from(good.map((byte, index) => (index === at ? value : byte)))

test.each([
  ['another magic number', changed(0, 0), 'magic number'],
  ['an end too early', good.subarray(0, -1), 'end too early'],
  ['nothing at all', Buffer.alloc(0), 'end too early'],
  ['bytes left over', Buffer.concat([good, Buffer.alloc(1)]), '1 bytes are left over'],
  ['a bucket count beyond any table', changed(11, 255), 'larger than any table'],
  ['a bucket too many', changed(4, 2), 'end too early'],
  ['a key with its first bit set', changed(15, 128), 'no key'],
  ['another cookie', changed(16, 1), 'no cookie'],
  ['more containers than there can be', changed(23, 1), 'too many'],
  ['numbers that do not ascend', changed(good.length - 4, 9), 'do not ascend'],
])('%s is refused', (_, bytes, message) => {
  expect(() => [...decodeRoaring(bytes)]).toThrow(message)
})

test('bytes of any kind are decoded or refused, in bounded time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), (tail, at) => {
      const bytes = Buffer.concat([good.subarray(0, 4 + (at % (good.length - 4))), tail])
      try {
        expect(numbers(bytes).length).toBeLessThan(70_000 * 60)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})

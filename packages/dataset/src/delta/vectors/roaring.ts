import { type Cursor, cursorOver } from './cursor.ts'

/** Whole numbers from `first` to `last`, both included. */
export interface Range {
  readonly first: number
  readonly last: number
}

const magic = 1_681_511_377
const [withRuns, withoutRuns] = [12347, 12346]
/** A container that holds more values than this is a bitmap. */
const longestArray = 4096
/** Fewer containers than this are not preceded by their offsets, where some are runs. */
const fewestOffsets = 4

/**
 * The numbers of a deletion vector in ascending order, neighbours joined: Delta's `RoaringBitmapArray`, which is a magic
 * number and a 64-bit Roaring bitmap in the portable format (RoaringFormatSpec).
 * @throws RangeError, while it is read, for any byte that is not as the format says
 */
export function* decodeRoaring(bytes: Buffer): Generator<Range> {
  const cursor = cursorOver(bytes)
  const found = cursor.u32()
  if (found !== magic) throw new RangeError(`its magic number is ${found}, not ${magic}`)
  yield* joined(allBuckets(cursor))
  if (cursor.left() > 0) throw new RangeError(`${cursor.left()} bytes are left over`)
}

function* joined(ranges: Iterable<Range>): Generator<Range> {
  let open: Range | undefined
  for (const range of ranges) {
    if (open && range.first <= open.last) throw new RangeError('its numbers do not ascend')
    if (open && range.first !== open.last + 1) {
      yield open
      open = range
    } else open = { first: open?.first ?? range.first, last: range.last }
  }
  if (open) yield open
}

/** The high 32 bits of each number are the bucket's key. Its first bit is 0. */
function* allBuckets(cursor: Cursor): Generator<Range> {
  const buckets = cursor.u64()
  let before = -1
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const key = cursor.u32()
    if (key <= before || key > 0x7fff_ffff) throw new RangeError(`${key} is no key of a bucket here`)
    before = key
    yield* bucketRanges(cursor, key * 2 ** 32)
  }
}

interface Container {
  readonly base: number
  readonly count: number
  readonly runs: boolean
}

function* bucketRanges(cursor: Cursor, base: number): Generator<Range> {
  for (const container of containersOf(cursor, base)) {
    let count = 0
    for (const range of containerRanges(cursor, container)) {
      count += range.last - range.first + 1
      yield range
    }
    if (count !== container.count) throw new RangeError(`a container has ${count} numbers, not ${container.count}`)
  }
}

/** The header of a 32-bit bitmap: what its containers are, in ascending order. */
function containersOf(cursor: Cursor, base: number): Container[] {
  const cookie = cursor.u32()
  const hasRuns = cookie % 2 ** 16 === withRuns
  if (!hasRuns && cookie !== withoutRuns) throw new RangeError(`${cookie} is no cookie of a Roaring bitmap`)
  const size = hasRuns ? Math.floor(cookie / 2 ** 16) + 1 : cursor.u32()
  if (size > 2 ** 16) throw new RangeError(`${size} containers are too many`)
  const runs = hasRuns ? cursor.take(Math.ceil(size / 8)) : Buffer.alloc(Math.ceil(size / 8))
  const containers = Array.from({ length: size }, (_, index) => ({
    base: base + cursor.u16() * 2 ** 16,
    count: cursor.u16() + 1,
    runs: (((runs[index >> 3] ?? 0) >> (index & 7)) & 1) === 1,
  }))
  if (!hasRuns || size >= fewestOffsets) cursor.take(4 * size)
  return containers
}

function containerRanges(cursor: Cursor, { base, count, runs }: Container): Iterable<Range> {
  if (runs) return runRanges(cursor, base)
  return count > longestArray ? bitmapRanges(cursor.take(8192), base) : arrayRanges(cursor, { base, count })
}

function* runRanges(cursor: Cursor, base: number): Generator<Range> {
  const runs = cursor.u16()
  for (let run = 0; run < runs; run += 1) {
    const start = cursor.u16()
    const last = start + cursor.u16()
    if (last > 0xffff) throw new RangeError('a run leaves its container')
    yield { first: base + start, last: base + last }
  }
}

function* arrayRanges(cursor: Cursor, { base, count }: Omit<Container, 'runs'>): Generator<Range> {
  for (let index = 0; index < count; index += 1) {
    const value = base + cursor.u16()
    yield { first: value, last: value }
  }
}

function* bitmapRanges(bitmap: Buffer, base: number): Generator<Range> {
  for (const [index, byte] of bitmap.entries()) {
    for (let bit = 0; byte >> bit > 0; bit += 1) {
      const value = base + index * 8 + bit
      if (((byte >> bit) & 1) === 1) yield { first: value, last: value }
    }
  }
}

/** Reads little-endian numbers one after the other. */
export interface Cursor {
  u16(): number
  u32(): number
  /** @throws RangeError beyond 2^53 */
  u64(): number
  take(bytes: number): Buffer
  /** Bytes that are left. */
  left(): number
}

/** @throws RangeError, by each method, where the bytes end too early */
export function cursorOver(bytes: Buffer): Cursor {
  let at = 0
  const take = (count: number): Buffer => {
    if (at + count > bytes.length) throw new RangeError('its bytes end too early')
    at += count
    return bytes.subarray(at - count, at)
  }
  return {
    take,
    u16: () => take(2).readUInt16LE(),
    u32: () => take(4).readUInt32LE(),
    u64: () => safe(take(8).readBigUInt64LE()),
    left: () => bytes.length - at,
  }
}

function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${value} is larger than any table`)
  return Number(value)
}

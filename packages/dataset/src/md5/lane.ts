import { constantBytes } from './program.ts'

/** Place for a message that is hashed beside others, in their common memory. */
export interface Lane {
  /** Where A to D lie. */
  readonly state: number
  /** Where its bytes wait. */
  readonly start: number
  /** What waits, of it. */
  from: number
  to: number
  /** Length of the message so far. */
  length: number
}

export const blockBytes = 64
const stateBytes = 16
/** What waits for others to be hashed with it: all of them together fit into the processor's cache. */
const waitingBytes = 2 ** 17 + 2 ** 10
/** What goes behind the end of a message: a bit, zeros, and its length in bits. */
const endBytes = 2 * blockBytes
export const laneBytes = stateBytes + waitingBytes + endBytes

/** A, B, C and D at the beginning (RFC 1321, section 3.3). */
const initial = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]

export function laneAt(index: number): Lane {
  const state = constantBytes + index * laneBytes
  const start = state + stateBytes
  return { state, start, from: start, to: start, length: 0 }
}

export function begin(lane: Lane, memory: DataView): void {
  Object.assign(lane, { from: lane.start, to: lane.start, length: 0 })
  for (const [k, word] of initial.entries()) memory.setUint32(lane.state + 4 * k, word, true)
}

/** Whole blocks that wait. */
export function blocksOf({ from, to }: Lane): number {
  return Math.floor((to - from) / blockBytes)
}

/** Whether it is time to hash what waits: another piece of an answer may not fit. */
export function isFull({ start, to }: Lane): boolean {
  return to - start > waitingBytes / 2
}

/** Takes bytes as far as there is room. @returns how many */
export function fill(lane: Lane, chunk: Uint8Array, memory: Uint8Array): number {
  const count = Math.min(chunk.length, lane.start + waitingBytes - lane.to)
  memory.set(chunk.subarray(0, count), lane.to)
  lane.to += count
  lane.length += count
  return count
}

/** Leaves blocks behind that have been hashed; what is less than a block goes to the beginning. */
export function advance(lane: Lane, blocks: number, memory: Uint8Array): void {
  lane.from += blocks * blockBytes
  if (blocksOf(lane) > 0) return
  memory.copyWithin(lane.start, lane.from, lane.to)
  lane.to -= lane.from - lane.start
  lane.from = lane.start
}

/** Appends what a message ends with (RFC 1321, sections 3.1 and 3.2), so that all of it is whole blocks. */
export function end(lane: Lane, memory: DataView): void {
  const { from, to, length } = lane
  lane.to = from + Math.ceil((to - from + 9) / blockBytes) * blockBytes
  memory.setUint8(to, 0x80)
  for (let zero = to + 1; zero < lane.to - 8; zero += 1) memory.setUint8(zero, 0)
  memory.setBigUint64(lane.to - 8, BigInt(length) * 8n, true)
}

export function digestIn({ state }: Lane, memory: Uint8Array): string {
  return Buffer.from(memory.subarray(state, state + stateBytes)).toString('hex')
}

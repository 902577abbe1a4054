/** Bytes of WebAssembly, as a tree: https://www.w3.org/TR/wasm-core-2/#binary-format */
export type Code = readonly (number | Code)[]

type Operation = (...operands: readonly Code[]) => Code

/** An integer without sign, in LEB128. */
export function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, unsigned(value >>> 7)]
}

/** The same with a sign; it is never negative here. */
function signed(value: number): Code {
  return value < 64 ? [value] : [(value & 127) | 128, signed(value >>> 7)]
}

export function list(items: readonly Code[]): Code {
  return [unsigned(items.length), items]
}

export function sized(content: Code): Code {
  const bytes = bytesOf(content)
  return [unsigned(bytes.length), bytes]
}

export function bytesOf(code: Code): readonly number[] {
  const bytes: number[] = []
  const add = (part: Code) => {
    for (const each of part) {
      if (typeof each === 'number') bytes.push(each)
      else add(each)
    }
  }
  add(code)
  return bytes
}

export const get = (local: number): Code => [0x20, unsigned(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)]
export const constant = (value: number): Code => [0x41, signed(value)]
export const plus = (x: Code, y: Code): Code => [x, y, 0x6a]
export const minus = (x: Code, y: Code): Code => [x, y, 0x6b]

/** Does something until a local, counted down by one each time, is zero. */
export function countingDown(local: number, work: Code): Code {
  return [0x03, 0x40, work, set(local, minus(get(local), constant(1))), get(local), 0x0d, 0, 0x0b]
}

/** Operations on vectors of four 32-bit words. */
const vector =
  (code: number): Operation =>
  (...operands) => [operands, 0xfd, unsigned(code)]

export const add = vector(0xae)
export const or = vector(0x50)
export const xor = vector(0x51)
export const not = vector(0x4d)
/** Bit by bit: where the last is set that of the first, else that of the second. */
export const choose = vector(0x52)

export function rotatedLeft(x: Code, bits: number): Code {
  return or(vector(0xab)(x, constant(bits)), vector(0xad)(x, constant(32 - bits)))
}

/** Words of two vectors: 0 to 3 are those of the first. */
export function words(x: Code, y: Code, wanted: readonly number[]): Code {
  return [vector(0x0d)(x, y), wanted.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte))]
}

export function load(address: Code, offset: number): Code {
  return [vector(0x00)(address), 0, unsigned(offset)]
}

/** One word of memory, four times. */
export function loadWord(address: Code, offset: number): Code {
  return [vector(0x09)(address), 2, unsigned(offset)]
}

export function store(address: Code, offset: number, value: Code): Code {
  return [vector(0x0b)(address, value), 0, unsigned(offset)]
}

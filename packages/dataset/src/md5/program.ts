import {
  add,
  bytesOf,
  type Code,
  constant,
  countingDown,
  get,
  list,
  load,
  plus,
  set,
  sized,
  store,
  words,
} from './code.ts'
import { type Locals, sines, steps } from './steps.ts'

/** Messages that are hashed together: two vectors of four, so that the processor does not wait for one of them. */
export const together = 8

/** What WebAssembly's memory has at its beginning: T of the RFC. */
export const constantBytes = 4 * sines.length

/** Number of blocks; then for each message the addresses of its state, A to D, and of its blocks. */
export type Compress = (...parameters: number[]) => void

/** Four of the messages. */
interface Four {
  readonly states: Locals
  readonly blocks: Locals
  /** Vectors of A, B, C and D; of what they were before the block; of the block's 16 words. */
  readonly state: Locals
  readonly before: Locals
  readonly message: readonly [Locals, Locals, Locals, Locals]
}

const blockBytes = 64
const parameters = 1 + 2 * together
const vectors = 24
const spare: Locals = fourFrom(parameters + (together / 4) * vectors, 1)

const fours: readonly Four[] = Array.from({ length: together / 4 }, (_, index) => {
  const own = (offset: number) => fourFrom(parameters + vectors * index + offset, 1)
  return {
    states: fourFrom(1 + 8 * index, 2),
    blocks: fourFrom(2 + 8 * index, 2),
    state: own(0),
    before: own(4),
    message: [own(8), own(12), own(16), own(20)],
  }
})

function fourFrom(first: number, distance: number): Locals {
  return [first, first + distance, first + 2 * distance, first + 3 * distance]
}

/** The module: `compress` hashes whole blocks of messages that lie in the memory that it is given. */
export function programBytes(): Uint8Array<ArrayBuffer> {
  const type: Code = [0x60, list(Array.from({ length: parameters }, () => [0x7f])), list([])]
  const locals: Code = list([[vectors * fours.length + 4, 0x7b]])
  const table = new Uint8Array(Uint32Array.from(sines).buffer)
  const sections: readonly [number, Code][] = [
    [1, type],
    [2, [name('host'), name('memory'), 2, 0, 1]],
    [3, [0]],
    [7, [name('compress'), 0, 0]],
    [10, sized([locals, body(), 0x0b])],
    [11, [0, constant(0), 0x0b, list(Array.from(table, (byte) => [byte]))]],
  ]
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  return Uint8Array.from(bytesOf([header, sections.map(([id, content]) => [id, sized(list([content]))])]))
}

function name(text: string): Code {
  return list([...Buffer.from(text)].map((byte) => [byte]))
}

function body(): Code {
  const rows = ({ states }: Four) => states.map((address) => load(get(address), 0))
  return [
    fours.map((four) => transposed(rows(four), four.state)),
    countingDown(0, [
      fours.map(loadBlock),
      steps.map((step) => fours.map(({ message, state }) => step(message.flat(), state))),
      fours.map(addBefore),
    ]),
    fours.map(storeState),
  ]
}

/** Reads the next block of each message, and goes on to the one behind it. */
function loadBlock({ blocks, message, state, before }: Four): Code {
  const quarter = (into: Locals, index: number) =>
    transposed(
      blocks.map((address) => load(get(address), 16 * index)),
      into,
    )
  const onwards = blocks.map((address) => set(address, plus(get(address), constant(blockBytes))))
  return [message.map(quarter), onwards, paired(before, state, (old, now) => set(old, get(now)))]
}

function addBefore({ state, before }: Four): Code {
  return paired(state, before, (now, old) => set(now, add(get(now), get(old))))
}

/** What is transposed twice is what it was. */
function storeState({ states, state, before }: Four): Code {
  return [
    transposed(state.map(get), before),
    paired(states, before, (address, row) => store(get(address), 0, get(row))),
  ]
}

function paired(a: Locals, b: Locals, code: (a: number, b: number) => Code): Code {
  return a.map((local, k) => code(local, b[k] ?? 0))
}

/** The first words of four vectors become the first vector, the second words the second, and so on. */
function transposed([a = [], b = [], c = [], d = []]: readonly Code[], [first, second, third, fourth]: Locals): Code {
  const [s, t, u, v] = spare
  const halves = (low: number, high: number, x: Code, y: Code) => [
    set(low, words(x, y, [0, 4, 1, 5])),
    set(high, words(x, y, [2, 6, 3, 7])),
  ]
  const whole = (low: number, high: number, x: number, y: number) => [
    set(low, words(get(x), get(y), [0, 1, 4, 5])),
    set(high, words(get(x), get(y), [2, 3, 6, 7])),
  ]
  return [halves(s, t, a, b), halves(u, v, c, d), whole(first, second, s, u), whole(third, fourth, t, v)]
}

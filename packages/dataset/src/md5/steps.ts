import { add, type Code, choose, constant, get, loadWord, not, or, rotatedLeft, set, xor } from './code.ts'

/** Four locals. */
export type Locals = readonly [number, number, number, number]

interface Round {
  readonly mix: (x: Code, y: Code, z: Code) => Code
  /** Which word of the block step i takes, modulo 16. */
  readonly word: (i: number) => number
  readonly shifts: Locals
}

/** RFC 1321, section 3.4: F, G, H and I. */
const rounds: readonly Round[] = [
  { mix: (x, y, z) => choose(y, z, x), word: (i) => i, shifts: [7, 12, 17, 22] },
  { mix: (x, y, z) => choose(x, y, z), word: (i) => 5 * i + 1, shifts: [5, 9, 14, 20] },
  { mix: (x, y, z) => xor(xor(y, z), x), word: (i) => 3 * i + 5, shifts: [4, 11, 16, 23] },
  { mix: (x, y, z) => xor(y, or(x, not(z))), word: (i) => 7 * i, shifts: [6, 10, 15, 21] },
]

/** T of the RFC, in the order of the steps. */
export const sines: readonly number[] = Array.from({ length: 64 }, (_, i) =>
  Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))),
)

/** A step: a = b + ((a + F(b, c, d) + X[k] + T[i]) <<< s). T lies at the beginning of the memory. */
type Step = (message: readonly number[], state: Locals) => Code

/** The 64 steps. Their state's words change places each time, and after four have their own again. */
export const steps: readonly Step[] = rounds.flatMap(({ mix, word, shifts }, round) =>
  Array.from({ length: 16 }, (_, turn): Step => {
    const i = 16 * round + turn
    return (message, state) => {
      const [a, b, c, d] = turned(state, i % 4)
      const [from = 0] = message.slice(word(i) % 16)
      const [shift = 0] = shifts.slice(i % 4)
      const sum = add(add(get(a), loadWord(constant(0), 4 * i)), add(get(from), mix(get(b), get(c), get(d))))
      return [set(a, sum), set(a, add(rotatedLeft(get(a), shift), get(b)))]
    }
  }),
)

function turned([a, b, c, d]: Locals, times: number): Locals {
  return times === 0 ? [a, b, c, d] : turned([d, a, b, c], times - 1)
}

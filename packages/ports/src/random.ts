const { floor, imul } = Math

/** A source of uniform numbers in [0, 1). Every draw in Trainyard comes from one of these, seeded. */
export type Random = () => number

/**
 * xoshiro128** (Blackman and Vigna, 2018), its state filled by splitmix32: small, fast, the same on every platform.
 * @param seed any integer; its low 32 bits count
 */
export function seededRandom(seed: number): Random {
  const next = splitmix32(seed)
  let [a, b, c, d] = [next(), next(), next(), next()]
  return () => {
    const result = imul(rotate(imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotate(d, 11)
    return result / 0x1_0000_0000
  }
}

/** The numbers 0 … count − 1 in a random order (Fisher and Yates). */
export function shuffledIndices(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last -= 1) {
    const other = floor(random() * (last + 1))
    const kept = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

function splitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}

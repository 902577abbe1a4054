// Draws from a seeded source of numbers.
import { room } from '../image/support.mjs'

/** @returns functions that draw: the same seed gives the same draws */
export async function drawing(seed) {
  const { seededRandom } = await room('ports')
  const next = seededRandom(seed)
  const below = (count) => Math.floor(next() * count)
  const pick = (values) => values[below(values.length)]
  return {
    below,
    pick,
    chance: (share) => next() < share,
    between: (low, high) => low + next() * (high - low),
    some: (values, count) => shuffled(values, below).slice(0, count),
    times: (count, make) => Array.from({ length: count }, (_, index) => make(index)),
  }
}

function shuffled(values, below) {
  const order = [...values]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = below(last + 1)
    ;[order[last], order[other]] = [order[other], order[last]]
  }
  return order
}

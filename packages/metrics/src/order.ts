/** Below this many numbers a comparison sort is faster than four passes over 65,536 counters. */
const fewRows = 4000

/** Row numbers from the least value to the greatest; of equal ones the first row first. NaN is not among the values. */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const order = new Uint32Array(values.length)
  for (let row = 0; row < order.length; row += 1) order[row] = row
  if (values.length < fewRows) return order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  return radixSorted(digitsOf(values), order)
}

/**
 * Four digits of 16 bits a number, the lowest first, that grow with it: IEEE 754 doubles in the order of their bits, negative
 * ones with all bits turned round, others with their sign.
 */
function digitsOf(values: Float64Array): Uint16Array {
  const numbers = new Float64Array(values.length)
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = (values[at] ?? 0) + 0
  const digits = new Uint16Array(numbers.buffer)
  for (let at = 0; at < digits.length; at += 4) {
    const highest = digits[at + 3] ?? 0
    if (highest < 0x8000) {
      digits[at + 3] = highest + 0x8000
      continue
    }
    for (let digit = at; digit < at + 4; digit += 1) digits[digit] = 0xffff - (digits[digit] ?? 0)
  }
  return digits
}

/** Sorts by the lowest digit first; each pass keeps the order of the one before. Hollerith (1887); Knuth, 5.2.5. */
function radixSorted(digits: Uint16Array, order: Uint32Array<ArrayBuffer>): Uint32Array {
  let [from, into] = [order, new Uint32Array(order.length)]
  const starts = new Uint32Array(0x10000)
  for (let digit = 0; digit < 4; digit += 1) {
    if (!countDigits(digits, digit, starts)) continue
    for (let at = 0; at < from.length; at += 1) {
      const row = from[at] ?? 0
      const key = digits[4 * row + digit] ?? 0
      const place = starts[key] ?? 0
      into[place] = row
      starts[key] = place + 1
    }
    ;[from, into] = [into, from]
  }
  return from
}

/** First place of each digit. @returns whether there is more than one digit */
function countDigits(digits: Uint16Array, digit: number, starts: Uint32Array): boolean {
  starts.fill(0)
  for (let at = digit; at < digits.length; at += 4) {
    const key = digits[at] ?? 0
    starts[key] = (starts[key] ?? 0) + 1
  }
  const same = starts[digits[digit] ?? 0] === digits.length / 4
  let before = 0
  for (let key = 0; key < starts.length; key += 1) {
    const count = starts[key] ?? 0
    starts[key] = before
    before += count
  }
  return !same
}

/** A column of text: each value once, and the number of the one that a row has. `null` is no value. */
export interface TextColumn {
  readonly names: readonly (string | null)[]
  readonly numbers: Uint32Array
}

/** Numbers the values in the order in which they come, so that a row needs four bytes and no text of its own. */
export function textColumn(values: ArrayLike<string | null>): TextColumn {
  const numbers = new Map<string | null, number>()
  const of = Uint32Array.from(values, (value) => {
    const known = numbers.get(value)
    if (known !== undefined) return known
    numbers.set(value, numbers.size)
    return numbers.size - 1
  })
  return { names: [...numbers.keys()], numbers: of }
}

/** Row numbers of each value, by its number. */
export function rowsByValue({ names, numbers }: TextColumn): readonly Uint32Array[] {
  const counts = new Uint32Array(names.length)
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
  const rows = Array.from(counts, (count) => new Uint32Array(count))
  counts.fill(0)
  for (let row = 0; row < numbers.length; row += 1) {
    const number = numbers[row] ?? 0
    const at = counts[number] ?? 0
    const members = rows[number]
    if (members) members[at] = row
    counts[number] = at + 1
  }
  return rows
}

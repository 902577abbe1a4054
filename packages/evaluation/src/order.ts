import type { TextColumn } from '@trainyard/predictions'

/** Place in time of each row, from 0 on, the same for the same time: by number, or by text as ISO 8601 sorts. Rows without a time are first. */
export function orderIn({ names, numbers }: TextColumn): Uint32Array {
  const numeric = names.every((name) => name === null || (name.trim() !== '' && Number.isFinite(Number(name))))
  const key = (name: string | null) => (numeric ? Number(name ?? Number.NEGATIVE_INFINITY) : (name ?? ''))
  const sorted = names
    .map((name, at) => ({ at, key: key(name) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const places = new Uint32Array(names.length)
  sorted.forEach(({ at }, place) => {
    places[at] = place
  })
  return numbers.map((number) => places[number] ?? 0)
}

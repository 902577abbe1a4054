/** Columns that one query is about: the engine's time to plan grows with the square of its aggregates. */
export const columnsAtOnce = 128

/** Cells that a query may hold in memory at a time. */
const mostCells = 2 ** 22

/** How many columns of so many rows one query may hold in memory whole. */
export function columnsHeld(rows: number, most = columnsAtOnce): number {
  return Math.max(1, Math.min(most, Math.floor(mostCells / Math.max(1, rows))))
}

/** A list in pieces of a size, the last of which may be shorter. */
export function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

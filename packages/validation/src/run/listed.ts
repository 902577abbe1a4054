import type { ResultFormat } from '../suite/types.ts'
import type { Judged } from './finish.ts'
import { wantsQuery } from './result.ts'

/** Rows that the results of a run list, over all expectations together. */
const mostRows = 200_000

/** Whether a result lists all unexpected rows, and not the first few. */
function listsAll(format: ResultFormat): boolean {
  return format.result_format === 'COMPLETE' || wantsQuery(format)
}

/**
 * Rows that each expectation may list, in their order: all, as long as there is room for them; else those with the most
 * rows have equal shares of what the others leave.
 */
export function rowsListed(entries: readonly Judged[]): readonly number[] {
  return shares(entries.map(wanted), mostRows)
}

function wanted({ judged, format }: Judged): number {
  return judged.kind === 'judged' && judged.outcome.kind === 'rows' && listsAll(format) ? judged.outcome.unexpected : 0
}

/** What each is given of so many things, where none is given more than it wants. */
export function shares(wants: readonly number[], things: number): readonly number[] {
  const given = new Array<number>(wants.length).fill(0)
  let left = things
  const modestFirst = [...wants.entries()].sort(([, a], [, b]) => a - b)
  for (const [place, [index, want]] of modestFirst.entries()) {
    given[index] = Math.min(want, Math.floor(left / (wants.length - place)))
    left -= given[index] ?? 0
  }
  return given
}

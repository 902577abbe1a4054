import type { WeakSlices } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { formatNumber, formatP } from './format.ts'

/** How the search went, in a line. */
export function weakSummary({ measure, searched, leftOut, found }: WeakSlices): string {
  const many = leftOut.length === 0 ? '' : ` Too many values to be slices: ${leftOut.join(', ')}.`
  const seen = found.length === 0 ? 'none has' : `${found.length} ${found.length === 1 ? 'has' : 'have'}`
  const other = measure === 'error rate' ? 'a higher error rate' : 'a greater error'
  return `Of ${searched} sets of rows ${seen} ${other} than the rest, at 5 % over all of them (Holm).${many}`
}

/** One line a weak slice: what its rows have in common, how many they are, their loss, the others', and the p-value. */
export function weakRows({ found }: WeakSlices): readonly (readonly string[])[] {
  return found.map(({ where, rows, loss, rest, p }) => [
    where
      .map(({ column, value }) => `${column} ${/^[<>]=? /.test(value ?? '') ? '' : '= '}${value ?? 'missing'}`)
      .join(', '),
    grouped(rows),
    formatNumber(loss),
    formatNumber(rest),
    formatP(p),
  ])
}

import type {
  CategoryDifference,
  CategorySummary,
  Change,
  ColumnDifference,
  ColumnSummary,
  RangeDifference,
  TableSummary,
} from '@trainyard/evidence'

/** Columns that are not as they were: those of the later table first, in its order, then those that are gone. */
export function compareTables(
  before: TableSummary,
  after: TableSummary,
  values: 'hidden' | 'shown',
): readonly ColumnDifference[] {
  const earlier = new Map(before.columns.map((column) => [column.name, column]))
  const kept = new Set(after.columns.map(({ name }) => name))
  return [
    ...after.columns.flatMap((column) => {
      const known = earlier.get(column.name)
      return known
        ? changed(known, column, { before, after, values })
        : [{ name: column.name, change: 'added' as const }]
    }),
    ...before.columns
      .filter(({ name }) => !kept.has(name))
      .map(({ name }): ColumnDifference => ({ name, change: 'removed' })),
  ]
}

interface Sides extends Change<TableSummary> {
  readonly values: 'hidden' | 'shown'
}

function changed(was: ColumnSummary, is: ColumnSummary, sides: Sides): readonly ColumnDifference[] {
  const retyped = was.type !== is.type
  const facts = {
    ...(retyped && { type: { before: was.type, after: is.type } }),
    ...missing(was, is, sides),
    ...(!retyped && { ...mean(was, is), ...range(was, is, sides), ...categories(was, is, sides) }),
  }
  return Object.keys(facts).length === 0 ? [] : [{ name: is.name, change: retyped ? 'retyped' : 'changed', ...facts }]
}

function missing(was: ColumnSummary, is: ColumnSummary, { before, after }: Sides): Pick<ColumnDifference, 'missing'> {
  const share = (count: number, rows: number) => (rows === 0 ? 0 : count / rows)
  const [from, to] = [share(was.missing, before.rows), share(is.missing, after.rows)]
  return from === to ? {} : { missing: { before: from, after: to } }
}

function mean(was: ColumnSummary, is: ColumnSummary): Pick<ColumnDifference, 'mean'> {
  if (was.mean === undefined || is.mean === undefined || isNearly(was.mean, is.mean)) return {}
  return { mean: { before: was.mean, after: is.mean } }
}

/** Sums differ in their last digits with the order they are made in. */
function isNearly(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}

function range(was: ColumnSummary, is: ColumnSummary, { values }: Sides): { readonly range?: RangeDifference } {
  const [from, to] = [rangeOf(was), rangeOf(is)]
  if (!from || !to) return {}
  const [min, max] = [side(from[0], to[0]), side(from[1], to[1])]
  if (min === 'same' && max === 'same') return {}
  return { range: { min, max, ...(values === 'shown' && { before: from, after: to }) } }
}

/** Undefined where it is withheld, or where there is none. */
function rangeOf({ min, max }: ColumnSummary): readonly [number | string, number | string] | undefined {
  return min === undefined || max === undefined || min === null || max === null ? undefined : [min, max]
}

function side(was: number | string, is: number | string): RangeDifference['min'] {
  if (was === is) return 'same'
  return is < was ? 'lower' : 'higher'
}

function categories(
  { categories: was }: ColumnSummary,
  { categories: is }: ColumnSummary,
  { values }: Sides,
): { readonly categories?: CategoryDifference } {
  if (!was || !is) return {}
  const [added, lost] = [without(is, was), without(was, is)]
  if (added.length + lost.length === 0) return {}
  const shown = values === 'shown' && [...added, ...lost].every(({ value }) => value !== undefined)
  return {
    categories: {
      added: added.length,
      lost: lost.length,
      rows: added.reduce((sum, { rows }) => sum + rows, 0),
      ...(shown && { names: { added: namesOf(added), lost: namesOf(lost) } }),
    },
  }
}

function without(some: readonly CategorySummary[], others: readonly CategorySummary[]): readonly CategorySummary[] {
  const known = new Set(others.map(({ digest }) => digest))
  return some.filter(({ digest }) => !known.has(digest))
}

function namesOf(categories: readonly CategorySummary[]): readonly string[] {
  return categories.flatMap(({ value }) => (value === undefined ? [] : [value]))
}

/** How well one column tells another: 0 not at all, 1 fully. */
export type Association = number

/** Groups that values are sorted into, at most. */
const MOST_GROUPS = 100

/** Rows that a group of sorted numbers has at least. */
const LEAST_ROWS = 10

/**
 * Share of the labels that a column tells beyond what the commonest label does: each row is told by the majority of the
 * *other* rows with its value, so that a column of values that occur once tells nothing; among numbers of many values, by
 * either neighbour in their order. It is Goodman and Kruskal's lambda (1954), leave-one-out. Rows where
 * either is missing are left out.
 */
export function tellsLabel(values: readonly unknown[], labels: readonly unknown[]): Association {
  const rows = pairs(values, labels)
  const right = isContinuous(rows.map(([value]) => value)) ? toldByNeighbours(rows) : toldByGroup(rows)
  const base = toldByGroup(rows.map(([, label]) => [0, label]))
  return rows.length === base ? 0 : Math.max(0, (right - base) / (rows.length - base))
}

type Pairs = readonly (readonly [unknown, unknown])[]

function toldByGroup(rows: Pairs): number {
  return [...countBy(rows).values()].reduce((sum, counts) => sum + majority(counts), 0)
}

function toldByNeighbours(rows: Pairs): number {
  const labels = [...rows].sort(([a], [b]) => Number(a) - Number(b)).map(([, label]) => label)
  const agreeing = labels.slice(1).filter((label, at) => label === labels[at]).length
  return (2 * agreeing * labels.length) / (2 * labels.length - 2)
}

/**
 * Share of a numeric target's variance that a column explains: the square of the correlation, or what the means of its groups
 * explain, adjusted for their number (epsilon squared, Kelley 1935), whichever is greater.
 */
export function tellsNumber(values: readonly unknown[], targets: readonly unknown[]): Association {
  const rows = pairs(values, targets).map(([value, target]) => [value, Number(target)] as const)
  const numeric = rows.every(([value]) => typeof value === 'number')
  const linear = numeric ? correlation(rows.map(([value, target]) => [Number(value), target])) ** 2 : 0
  return Math.max(linear, explained(rows))
}

function pairs(values: readonly unknown[], others: readonly unknown[]): Pairs {
  return values.flatMap((value, at) => {
    const other = others[at]
    return value === null || other === null || other === undefined ? [] : [[value, other] as const]
  })
}

/** Numbers of many values are sorted into groups of equal size; all else is its own group. */
function groupsOf(values: readonly unknown[]): readonly unknown[] {
  if (!isContinuous(values)) return values
  const sorted = Float64Array.from(values, Number).sort()
  const groups = Math.max(2, Math.min(MOST_GROUPS, Math.floor(sorted.length / LEAST_ROWS)))
  const edges = Array.from(
    { length: groups - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / groups)] ?? 0,
  )
  return values.map((value) => edges.filter((edge) => Number(value) >= edge).length)
}

function isContinuous(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'number') && new Set(values).size > MOST_GROUPS
}

function countBy(rows: Pairs): Map<unknown, Map<unknown, number>> {
  const counts = new Map<unknown, Map<unknown, number>>()
  for (const [group, label] of rows) {
    const labels = counts.get(group) ?? new Map<unknown, number>()
    labels.set(label, (labels.get(label) ?? 0) + 1)
    counts.set(group, labels)
  }
  return counts
}

/** Rows whose label is the majority of the others: a single row, and a tie, tell nothing. */
function majority(counts: ReadonlyMap<unknown, number>): number {
  const [most = 0, next = 0] = [...counts.values()].sort((a, b) => b - a)
  return most - 1 > next ? most : 0
}

function correlation(points: readonly (readonly [number, number])[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + of(x - meanX, y - meanY), 0)
  const scale = Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y))
  return points.length < 3 || scale === 0 ? 0 : sum((x, y) => x * y) / scale
}

function explained(rows: readonly (readonly [unknown, number])[]): number {
  const groups = groupsOf(rows.map(([value]) => value))
  const targets = new Map<unknown, number[]>()
  for (const [at, [, target]] of rows.entries()) {
    const group = targets.get(groups[at]) ?? []
    group.push(target)
    targets.set(groups[at], group)
  }
  const free = rows.length - targets.size
  const within = [...targets.values()].reduce((sum, values) => sum + squares(values), 0)
  const total = squares(rows.map(([, target]) => target))
  if (free < 1 || total === 0) return 0
  return Math.max(0, 1 - within / free / (total / (rows.length - 1)))
}

function squares(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import type { Random } from '@trainyard/ports'

/** Rows that a tree is grown from, and trees: Liu, Ting and Zhou (2008). */
export const TREE_ROWS = 256
export const TREES = 100

/** Columns of numbers of equal length; NaN is a missing value. */
export type Numbers = readonly Float64Array[]

/** Nodes by their index; a leaf has no column, and holds how deep a row in it lies. */
interface Tree {
  readonly column: Int32Array
  readonly split: Float64Array
  readonly right: Int32Array
  readonly depth: Float64Array
}

export interface Forest {
  readonly trees: readonly Tree[]
  /** Depth of a row in a tree of as many rows, on average. */
  readonly usual: number
}

/**
 * An isolation forest: the more random cuts a row needs to be alone, the less it stands out. Beside those drawn, each tree sees
 * the rows with the least and greatest value of each column: otherwise most trees of a large table would not know its extremes.
 * Same rows and draws, same forest.
 */
export function growForest(rows: Numbers, random: Random): Forest {
  const total = rows[0]?.length ?? 0
  const size = Math.min(TREE_ROWS, total)
  const extremes = rows.flatMap(extremesOf)
  const members = () => [...new Set([...drawRows(total, size, random), ...extremes])]
  const trees = Array.from({ length: TREES }, () => growTree(rows, members(), random))
  return { trees, usual: usualDepth(size) }
}

function extremesOf(values: Float64Array): readonly number[] {
  let [least, greatest] = [-1, -1]
  for (const [row, value] of values.entries()) {
    if (Number.isNaN(value)) continue
    if (least < 0 || value < (values[least] ?? value)) least = row
    if (greatest < 0 || value > (values[greatest] ?? value)) greatest = row
  }
  return least < 0 ? [] : [least, greatest]
}

/** Isolation score of a row, 0 … 1: one half is usual, near 1 stands out. */
export function scoreOf({ trees, usual }: Forest, rows: Numbers, at: number): number {
  let depth = 0
  for (const tree of trees) depth += tree.depth[leafOf(tree, rows, at)] ?? 0
  return usual === 0 ? 0 : 2 ** (-depth / trees.length / usual)
}

/** The highest score among some rows; a row is left as soon as it lies too deep for that. */
export function highestScore({ trees, usual }: Forest, rows: Numbers): number {
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < (rows[0]?.length ?? 0); at += 1) {
    let depth = 0
    for (const tree of trees) {
      depth += tree.depth[leafOf(tree, rows, at)] ?? 0
      if (depth >= least) break
    }
    least = Math.min(least, depth)
  }
  return usual === 0 ? 0 : 2 ** (-least / trees.length / usual)
}

/** Which column sets a row apart most: the one that cuts it off most often, a cut on a short way counting more. */
export function responsibleColumn({ trees }: Forest, rows: Numbers, at: number): number {
  const credit = rows.map(() => 0)
  for (const tree of trees) {
    const way: number[] = []
    leafOf(tree, rows, at, (column) => way.push(column))
    for (const column of way) credit[column] = (credit[column] ?? 0) + 1 / way.length ** 2
  }
  return credit.indexOf(Math.max(...credit))
}

function leafOf(tree: Tree, rows: Numbers, at: number, visit?: (column: number) => void): number {
  let node = 0
  for (;;) {
    const column = tree.column[node] ?? -1
    if (column < 0) return node
    visit?.(column)
    const value = rows[column]?.[at] ?? Number.NaN
    node = value < (tree.split[node] ?? 0) ? node + 1 : (tree.right[node] ?? node)
  }
}

/** Distinct rows (Floyd's method, in Bentley and Floyd 1987). */
function drawRows(total: number, size: number, random: Random): number[] {
  const drawn = new Set<number>()
  for (let last = total - size; last < total; last += 1) {
    const row = Math.floor(random() * (last + 1))
    drawn.add(drawn.has(row) ? last : row)
  }
  return [...drawn]
}

function growTree(rows: Numbers, members: readonly number[], random: Random): Tree {
  const nodes: { column: number; split: number; right: number; depth: number }[] = []
  const deepest = Math.ceil(Math.log2(Math.max(2, members.length)))
  const grow = (inside: readonly number[], depth: number): number => {
    const index = nodes.length
    const node = { column: -1, split: 0, right: -1, depth: depth + usualDepth(inside.length) }
    nodes.push(node)
    const cut = depth < deepest && inside.length > 1 ? drawCut(rows, inside, random) : undefined
    if (!cut) return index
    const values = rows[cut.column]
    const [below, rest] = partition(inside, (row) => (values?.[row] ?? Number.NaN) < cut.split)
    Object.assign(node, cut)
    grow(below, depth + 1)
    node.right = grow(rest, depth + 1)
    return index
  }
  grow(members, 0)
  return {
    column: Int32Array.from(nodes, ({ column }) => column),
    split: Float64Array.from(nodes, ({ split }) => split),
    right: Int32Array.from(nodes, ({ right }) => right),
    depth: Float64Array.from(nodes, ({ depth }) => depth),
  }
}

/** A column that varies among these rows, each of them as likely, and a value between its least and greatest. */
function drawCut(rows: Numbers, inside: readonly number[], random: Random) {
  const left = [...rows.keys()]
  while (left.length > 0) {
    const [column = 0] = left.splice(Math.floor(random() * left.length), 1)
    const { low, high } = rangeOf(rows[column] ?? new Float64Array(), inside)
    if (low < high) return { column, split: high - random() * (high - low) }
  }
  return undefined
}

function rangeOf(values: Float64Array, inside: readonly number[]): { readonly low: number; readonly high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const row of inside) {
    const value = values[row] ?? Number.NaN
    if (value < low) low = value
    if (value > high && value < Number.POSITIVE_INFINITY) high = value
  }
  return { low: Math.max(low, -Number.MAX_VALUE / 4), high: Math.min(high, Number.MAX_VALUE / 4) }
}

function partition(rows: readonly number[], test: (row: number) => boolean): readonly [number[], number[]] {
  const [yes, no]: [number[], number[]] = [[], []]
  for (const row of rows) (test(row) ? yes : no).push(row)
  return [yes, no]
}

/** Average depth of an unsuccessful search in a binary search tree of n rows (Preiss 1999). */
function usualDepth(n: number): number {
  if (n < 2) return 0
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n
}

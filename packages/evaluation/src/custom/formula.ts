import { type Formula, functions } from '@trainyard/metrics'
import { childrenOf, isNode, type Node } from './tree.ts'

/** One number a row that a formula sums, and which rows it is taken of. */
export interface Term {
  /** What is summed; left out: rows are counted. */
  readonly value?: Node
  /** All of them must be true of a row. */
  readonly filters: readonly Node[]
  /** Names of the sum of the values, and of how many there are. */
  readonly sum: string
  readonly count: string
}

export interface Sums {
  readonly formula: Formula
  readonly terms: readonly Term[]
}

/** An expression as arithmetic on sums, means and counts of rows; undefined where it is something else, such as a median. */
export function sumsOf(expression: Node, name: string): Sums | undefined {
  const terms: Term[] = []
  const formula = formulaOf(expression, (filters, value) => {
    const sum = `${name}.${terms.length}`
    const term = { sum, count: `${sum}.count`, filters, ...(value && { value }) }
    terms.push(term)
    return term
  })
  return formula && { formula, terms }
}

type AddTerm = (filters: readonly Node[], value?: Node) => Term

function formulaOf(node: Node, add: AddTerm): Formula | undefined {
  if (node['class'] === 'CONSTANT') return constantOf(node['value'])
  if (node['class'] === 'CAST' && isNode(node['child']) && isDouble(node['cast_type']))
    return formulaOf(node['child'], add)
  if (node['class'] !== 'FUNCTION') return undefined
  return aggregateOf(node, add) ?? operatorOf(node, add) ?? callOf(node, add)
}

function aggregateOf(node: Node, add: AddTerm): Formula | undefined {
  const { function_name: name, distinct, filter, order_bys: order } = node
  const [value] = childrenOf(node)
  if (distinct === true || (isNode(order) && Array.isArray(order['orders']) && order['orders'].length > 0))
    return undefined
  const only = isNode(filter) ? [filter] : []
  if (name === 'count_star' || name === 'count') {
    const filters = value ? [...only, notNull(value)] : only
    return filters.length === 0 ? { kind: 'rows' } : { kind: 'sum', of: add(filters).count }
  }
  if (!value || (name !== 'sum' && name !== 'avg' && name !== 'mean')) return undefined
  const { sum, count } = add(only, value)
  if (name === 'sum') return { kind: 'sum', of: sum }
  return { kind: '/', left: { kind: 'sum', of: sum }, right: { kind: 'sum', of: count } }
}

function notNull(child: Node): Node {
  return { class: 'OPERATOR', type: 'OPERATOR_IS_NOT_NULL', alias: '', query_location: 0, children: [child] }
}

function operatorOf(node: Node, add: AddTerm): Formula | undefined {
  const kind = (['+', '-', '*', '/'] as const).find((one) => one === node['function_name'])
  const [first, second] = childrenOf(node)
  if (kind === undefined || !first) return undefined
  const left = second ? formulaOf(first, add) : { kind: 'number' as const, value: 0 }
  const right = formulaOf(second ?? first, add)
  return left && right && (second || kind === '-') ? { kind, left, right } : undefined
}

function callOf(node: Node, add: AddTerm): Formula | undefined {
  const name = (Object.keys(functions) as (keyof typeof functions)[]).find((one) => one === node['function_name'])
  const [child, another] = childrenOf(node)
  const of = child && !another ? formulaOf(child, add) : undefined
  return name && of && { kind: 'call', name, of }
}

function constantOf(value: unknown): Formula | undefined {
  if (!isNode(value) || value['is_null'] === true || !isNode(value['type'])) return undefined
  const { id, type_info: info } = value['type']
  const number = Number(value['value'])
  if (!Number.isFinite(number) || !['INTEGER', 'BIGINT', 'DOUBLE', 'DECIMAL'].includes(String(id))) return undefined
  const scale = id === 'DECIMAL' && isNode(info) ? Number(info['scale']) : 0
  return { kind: 'number', value: number / 10 ** scale }
}

function isDouble(type: unknown): boolean {
  return isNode(type) && type['id'] === 'DOUBLE'
}

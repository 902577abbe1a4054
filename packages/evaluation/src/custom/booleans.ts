import { isNode, type Node } from './tree.ts'

const truths = new Set(['COMPARISON', 'CONJUNCTION', 'BETWEEN'])
const truthOperators = new Set([
  'OPERATOR_NOT',
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
])
const arithmetic = new Set(['+', '-', '*', '/'])
const means = new Set(['avg', 'mean', 'sum', 'stddev', 'var_samp', 'median', 'quantile_cont'])

/** Reckons with true and false as 1 and 0, which the engine does not: `sum(cost * (prediction <> label))`. */
export function withNumbers(node: Node): Node {
  const entries = Object.entries(node).map(([key, value]) => [key, rewritten(value)] as const)
  const own: Node = Object.fromEntries(entries)
  const name = String(own['function_name'])
  const counts = own['class'] === 'FUNCTION' && (arithmetic.has(name) || means.has(name))
  if (!counts || !Array.isArray(own['children'])) return own
  return {
    ...own,
    children: own['children'].map((child: unknown) => (isTruth(child) ? castTo('INTEGER', child) : child)),
  }
}

/** A cast, named where it is selected. */
export function castTo(type: 'INTEGER' | 'DOUBLE', child: Node, alias = ''): Node {
  return {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias,
    query_location: 0,
    child,
    cast_type: { id: type, type_info: null },
    try_cast: false,
  }
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten)
  return isNode(value) ? withNumbers(value) : value
}

function isTruth(value: unknown): value is Node {
  return isNode(value) && (truths.has(String(value['class'])) || truthOperators.has(String(value['type'])))
}

/** What a condition is made of, by DuckDB's own parser. */
export interface ConditionParts {
  readonly columns: readonly string[]
  readonly functions: readonly string[]
}

type Node = Readonly<Record<string, unknown>>

/** Expressions that look beyond one row, or that have no value yet. */
const refused: Readonly<Record<string, string>> = {
  SUBQUERY: 'it holds a query of its own',
  WINDOW: 'it looks at other rows',
  PARAMETER: 'it has a parameter',
  STAR: 'it names no column',
  POSITIONAL_REFERENCE: 'it names no column',
}

/**
 * Reads what `json_serialize_sql` made of a SELECT whose only expression is the condition.
 * @param template of the same SELECT with a plain expression: nothing else may differ
 * @returns what is wrong with it, as text, where it is no expression over the columns of a row
 */
export function conditionParts(tree: string, template: string): ConditionParts | string {
  const [own, plain] = [selection(tree), selection(template)]
  if (typeof own === 'string') return own
  if (typeof plain === 'string' || own.expressions.length !== 1 || own.rest !== plain.rest)
    return 'it is more than one expression'
  const parts = { columns: new Set<string>(), functions: new Set<string>() }
  const fault = collect(own.expressions[0], parts)
  return fault ?? { columns: [...parts.columns], functions: [...parts.functions] }
}

/** The expressions that are selected, and all else of the statement. */
function selection(tree: string): { readonly expressions: readonly unknown[]; readonly rest: string } | string {
  const root: unknown = JSON.parse(tree)
  if (!isNode(root) || root['error'] === true)
    return String(isNode(root) ? root['error_message'] : 'it cannot be read')
      .split('\n', 1)
      .join()
  const [statement, more] = listOf(root['statements'])
  const node = isNode(statement) ? statement['node'] : undefined
  if (!isNode(node) || more !== undefined) return 'it is more than one statement'
  const { select_list: expressions, ...rest } = node
  const told = JSON.stringify(rest, (key, value: unknown) => (key === 'query_location' ? 0 : value))
  return { expressions: listOf(expressions), rest: told }
}

function collect(value: unknown, parts: { columns: Set<string>; functions: Set<string> }): string | undefined {
  if (Array.isArray(value)) return firstOf(value, parts)
  if (!isNode(value)) return undefined
  const fault = refused[String(value['class'])]
  if (fault !== undefined) return fault
  if (value['class'] === 'COLUMN_REF') parts.columns.add(String(listOf(value['column_names'])[0]))
  if (value['class'] === 'FUNCTION') parts.functions.add(String(value['function_name']))
  return firstOf(Object.values(value), parts)
}

function firstOf(values: readonly unknown[], parts: Parameters<typeof collect>[1]): string | undefined {
  for (const value of values) {
    const fault = collect(value, parts)
    if (fault !== undefined) return fault
  }
  return undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { type Engine, identifier, sql } from '@trainyard/dataset'

/** A node of what DuckDB's parser makes of SQL (`json_serialize_sql`). */
export type Node = Readonly<Record<string, unknown>>

/** What is wrong with an expression, as a person reads it. */
export interface Wrong {
  readonly wrong: string
}

/** One expression, and the statement around it, into which others can be put. */
export interface Parsed {
  readonly root: Node
  readonly expression: Node
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function childrenOf(node: Node): readonly Node[] {
  const { children } = node
  return Array.isArray(children) ? children.filter(isNode) : []
}

/** Expressions that look beyond the rows at hand, or have no value yet. */
const refused: Readonly<Record<string, string>> = {
  SUBQUERY: 'it holds a query of its own',
  WINDOW: 'it holds a window',
  PARAMETER: 'it has a parameter',
  POSITIONAL_REFERENCE: 'it names a column by its number',
  LAMBDA: 'it holds a lambda',
}

/** Reads a text as one expression over the columns of `answers`. The engine parses and runs nothing. */
export async function parseExpression(text: string, engine: Engine): Promise<Parsed | Wrong> {
  const root = await treeOf(text, engine)
  const plain = await treeOf('1', engine)
  if (root['error'] === true) return { wrong: firstLine(String(root['error_message'])) }
  const [expression, another] = selectionOf(root)
  if (expression === undefined || another !== undefined || frameOf(root) !== frameOf(plain))
    return { wrong: 'it is more than one expression' }
  const fault = faultIn(expression)
  return fault === undefined ? { root, expression } : { wrong: fault }
}

/** SQL of a statement that selects these expressions in place of the one that was read. */
export async function statementOf({ root }: Parsed, expressions: readonly Node[], engine: Engine): Promise<string> {
  const tree = JSON.stringify(withSelection(root, expressions))
  const [row] = await engine.all<{ text: string }>(sql`SELECT json_deserialize_sql(${tree}::JSON) AS text`)
  return row?.text ?? ''
}

/** SQL of a statement that gives an expression's value for each value of a column. */
export async function groupedStatementOf(expression: Node, column: string, engine: Engine): Promise<string> {
  const name = identifier(column)
  const root = await serialized(sql`SELECT ${name}, 1 AS value FROM answers GROUP BY ${name}`.text, engine)
  return statementOf({ root, expression }, [...selectionOf(root).slice(0, 1), expression], engine)
}

/** Names of all functions in an expression. */
export function functionsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(functionsIn)
  if (!isNode(value)) return []
  const own = value['class'] === 'FUNCTION' ? [String(value['function_name'])] : []
  return [...own, ...Object.values(value).flatMap(functionsIn)]
}

function firstLine(text: string): string {
  return text.split('\n', 1).join()
}

async function treeOf(text: string, engine: Engine): Promise<Node> {
  return serialized(`SELECT (\n${text}\n) AS value FROM answers`, engine)
}

async function serialized(query: string, engine: Engine): Promise<Node> {
  const [row] = await engine.all<{ tree: string }>(sql`SELECT json_serialize_sql(${query})::VARCHAR AS tree`)
  const tree: unknown = JSON.parse(row?.tree ?? '{}')
  return isNode(tree) ? tree : {}
}

function statementsOf({ statements }: Node): readonly Node[] {
  return Array.isArray(statements) ? statements.filter(isNode) : []
}

function selectionOf(root: Node): readonly Node[] {
  const node = statementsOf(root)[0]?.['node']
  const list = isNode(node) ? node['select_list'] : undefined
  return Array.isArray(list) ? list.filter(isNode) : []
}

/** The statements without what they select, and without places in the text. */
function frameOf(root: Node): string {
  return JSON.stringify(withSelection(root, []), (key, value: unknown) => (key === 'query_location' ? 0 : value))
}

function withSelection(root: Node, expressions: readonly Node[]): Node {
  const [first, ...more] = statementsOf(root)
  const node = first?.['node']
  return { ...root, statements: [{ ...first, node: { ...(isNode(node) && node), select_list: expressions } }, ...more] }
}

function faultIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return firstFault(value)
  if (!isNode(value)) return undefined
  return refused[String(value['class'])] ?? firstFault(Object.values(value))
}

function firstFault(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const fault = faultIn(value)
    if (fault !== undefined) return fault
  }
  return undefined
}

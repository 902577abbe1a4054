import { join, type Sql, sql } from '@trainyard/dataset'
import { type Fault, fault } from '../kinds/check.ts'
import type { Scalar } from '../kinds/kwargs.ts'
import { comparableConstants, isTemporal, mismatch } from '../kinds/sql/constants.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../kinds/table.ts'
import type { Comparison, Condition, Operand, Operator } from './types.ts'

/** A condition as SQL that is true or false of every row, or why this table cannot answer it. */
export function conditionSql(condition: Condition, table: TableFacts): Sql | Fault {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return combined(condition.kind, condition.conditions, table)
    case 'not':
      return negated(conditionSql(condition.condition, table))
    case 'missing':
      return ofColumn(condition.column, table, (column) => sql`(${column.sql} IS NULL)`)
    case 'truth':
      return ofColumn(condition.column, table, truth)
    case 'affix':
      return ofColumn(condition.column, table, (column) => affix(column, condition.at, condition.text))
    case 'member':
      return membership(condition.operand, condition.values, table)
    case 'comparison':
      return comparison(condition, table)
  }
}

function combined(kind: 'all' | 'any', conditions: readonly Condition[], table: TableFacts): Sql | Fault {
  const parts: Sql[] = []
  for (const condition of conditions) {
    const part = conditionSql(condition, table)
    if (isFault(part)) return part
    parts.push(part)
  }
  return sql`(${join(parts, kind === 'all' ? ' AND ' : ' OR ')})`
}

function negated(condition: Sql | Fault): Sql | Fault {
  return isFault(condition) ? condition : sql`(NOT ${condition})`
}

function ofColumn(name: string, table: TableFacts, make: (column: ColumnFacts) => Sql | Fault): Sql | Fault {
  const column = findColumn(table, name)
  return isFault(column) ? column : make(column)
}

function truth(column: ColumnFacts): Sql | Fault {
  if (column.type !== 'boolean')
    return fault(`column '${column.name}' holds ${column.type} values, which are no condition`)
  return sql`(${column.sql} IS TRUE)`
}

function affix(column: ColumnFacts, at: 'start' | 'end', text: string): Sql | Fault {
  if (column.type !== 'string')
    return fault(`column '${column.name}' holds ${column.type} values, which have no start and end`)
  const has = at === 'start' ? sql`starts_with(${column.sql}, ${text})` : sql`suffix(${column.sql}, ${text})`
  return sql`(${has} IS TRUE)`
}

function membership(operand: Operand, values: readonly Scalar[], table: TableFacts): Sql | Fault {
  if (values.length === 0) return sql`FALSE`
  const column = side(operand, table)
  if (isFault(column)) return column
  const constants = comparableConstants(column, values)
  if (constants.length === values.length && !column.empty) return sql`((${column.sql} IN (${join(constants)})) IS TRUE)`
  const equals = values
    .map((value) => withConstant('==', column, value))
    .flatMap((part) => (isFault(part) ? [] : [part]))
  return sql`(${join(equals, ' OR ')})`
}

function comparison({ operator, left, right }: Comparison, table: TableFacts): Sql | Fault {
  if (left.kind === 'constant') {
    return comparison({ kind: 'comparison', operator: mirrored[operator], left: right, right: left }, table)
  }
  const a = side(left, table)
  if (isFault(a)) return a
  if (right.kind === 'constant') return withConstant(operator, a, right.value)
  const b = side(right, table)
  if (isFault(b)) return b
  if (family(a) === family(b) || a.empty || b.empty) return compared(operator, a.sql, b.sql)
  if (operator === '==' || operator === '!=') return operator === '==' ? sql`FALSE` : sql`TRUE`
  return fault(`'${a.name}' (${a.type}) and '${b.name}' (${b.type}) have no common order`)
}

const mirrored: Readonly<Record<Operator, Operator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** A column, or what is computed of columns, as if it were one. */
function side(operand: Operand, table: TableFacts): ColumnFacts | Fault {
  if (operand.kind === 'column') return findColumn(table, operand.name)
  const value = computed(operand, table)
  return isFault(value)
    ? value
    : { name: 'a computed value', type: 'number', sql: value, present: sql`count(${value})`, empty: false }
}

function computed(operand: Operand, table: TableFacts): Sql | Fault {
  if (operand.kind === 'constant') {
    return typeof operand.value === 'number'
      ? sql`CAST(${operand.value} AS DOUBLE)`
      : fault(`${JSON.stringify(operand.value)} is no number to reckon with`)
  }
  if (operand.kind === 'column') return ofColumn(operand.name, table, numberOf)
  const left = computed(operand.left, table)
  const right = computed(operand.right, table)
  if (isFault(left)) return left
  return isFault(right) ? right : arithmetic[operand.operator](left, right)
}

const arithmetic: Readonly<Record<'+' | '-' | '*' | '/', (left: Sql, right: Sql) => Sql>> = {
  '+': (left, right) => sql`(${left} + ${right})`,
  '-': (left, right) => sql`(${left} - ${right})`,
  '*': (left, right) => sql`(${left} * ${right})`,
  '/': (left, right) => sql`(${left} / ${right})`,
}

function numberOf(column: ColumnFacts): Sql | Fault {
  if (family(column) !== 'number' && !column.empty) {
    return fault(`column '${column.name}' holds ${column.type} values, which are no numbers to reckon with`)
  }
  return sql`CAST(${column.sql} AS DOUBLE)`
}

/** Values of another kind are never equal. Numbers in a column of text are: such a column may hold both. */
function withConstant(operator: Operator, column: ColumnFacts, value: Scalar): Sql | Fault {
  if (column.empty) return operator === '!=' ? sql`TRUE` : sql`FALSE`
  const [constant] = comparableConstants(column, [value])
  if (constant) return compared(operator, column.sql, constant)
  if (operator !== '==' && operator !== '!=') return fault(mismatch(column, String(value)))
  if (column.type === 'string' && typeof value === 'number') {
    return compared(operator, sql`TRY_CAST(${column.sql} AS DOUBLE)`, sql`${value}`)
  }
  return operator === '==' ? sql`FALSE` : sql`TRUE`
}

function compared(operator: Operator, left: Sql, right: Sql): Sql {
  return comparisons[operator](left, right)
}

const comparisons: Readonly<Record<Operator, (left: Sql, right: Sql) => Sql>> = {
  '==': (left, right) => sql`((${left} = ${right}) IS TRUE)`,
  '!=': (left, right) => sql`((${left} = ${right}) IS NOT TRUE)`,
  '<': (left, right) => sql`((${left} < ${right}) IS TRUE)`,
  '<=': (left, right) => sql`((${left} <= ${right}) IS TRUE)`,
  '>': (left, right) => sql`((${left} > ${right}) IS TRUE)`,
  '>=': (left, right) => sql`((${left} >= ${right}) IS TRUE)`,
}

function family({ type }: ColumnFacts): string {
  if (type === 'integer' || type === 'boolean') return 'number'
  return isTemporal(type) && type !== 'time' ? 'day' : type
}

import { join, literal, type Sql, sql } from '@trainyard/dataset'
import { type Fault, fault } from '../kinds/check.ts'
import type { Scalar } from '../kinds/kwargs.ts'
import { comparableConstants, isTemporal, mismatch, orderedSql } from '../kinds/sql/constants.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../kinds/table.ts'
import type { Arithmetic, Comparison, Condition, Operand, Operator } from './types.ts'

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
    case 'found':
      return ofColumn(condition.column, table, (column) => found(column, condition.re2, table))
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

function affix(column: ColumnFacts, at: 'start' | 'end' | 'within', text: string): Sql | Fault {
  return asText(column, (value) => {
    const has = { start: sql`starts_with`, end: sql`suffix`, within: sql`contains` }[at]
    return sql`(${has}(${value}, ${text}) IS TRUE)`
  })
}

function found(column: ColumnFacts, re2: string, { refusedPatterns }: TableFacts): Sql | Fault {
  if (refusedPatterns.has(re2)) return fault('the regular expression of the row_condition is too large for RE2')
  return asText(column, (value) => sql`(regexp_matches(${value}, ${re2}) IS TRUE)`)
}

function asText(column: ColumnFacts, make: (value: Sql) => Sql): Sql | Fault {
  if (column.type === 'string' || column.empty) return make(sql`CAST(${column.sql} AS VARCHAR)`)
  return fault(`column '${column.name}' holds ${column.type} values, which are no text`)
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
  const value = operand.kind === 'text' ? ofText(operand, table) : notNaN(computed(operand, table))
  const type = operand.kind === 'text' && operand.of !== 'length' ? 'string' : 'number'
  return isFault(value)
    ? value
    : { name: 'a computed value', type, sql: value, present: sql`count(${value})`, empty: false }
}

function ofText({ column, of }: Operand & { readonly kind: 'text' }, table: TableFacts): Sql | Fault {
  const name = { length: sql`length`, lower: sql`lower`, upper: sql`upper`, strip: sql`trim` }[of]
  return ofColumn(column, table, (facts) => asText(facts, (value) => sql`${name}(${value})`))
}

/** What is no number compares with nothing; DuckDB has it above all numbers. */
function notNaN(value: Sql | Fault): Sql | Fault {
  return isFault(value) ? value : sql`nullif(${value}, CAST('NaN' AS DOUBLE))`
}

function computed(operand: Operand, table: TableFacts): Sql | Fault {
  if (operand.kind === 'constant') {
    return typeof operand.value === 'number'
      ? sql`CAST(${operand.value} AS DOUBLE)`
      : fault(`${JSON.stringify(operand.value)} is no number to reckon with`)
  }
  if (operand.kind === 'column') return ofColumn(operand.name, table, numberOf)
  if (operand.kind === 'text') {
    const text = ofText(operand, table)
    if (isFault(text) || operand.of === 'length') return isFault(text) ? text : sql`CAST(${text} AS DOUBLE)`
    return fault(`.str.${operand.of}() is no number to reckon with`)
  }
  const left = computed(operand.left, table)
  const right = computed(operand.right, table)
  if (isFault(left)) return left
  return isFault(right) ? right : arithmetic[operand.operator](left, right)
}

const arithmetic: Readonly<Record<Arithmetic, (left: Sql, right: Sql) => Sql>> = {
  '+': (left, right) => sql`(${left} + ${right})`,
  '-': (left, right) => sql`(${left} - ${right})`,
  '*': (left, right) => sql`(${left} * ${right})`,
  '/': (left, right) => sql`(${left} / ${right})`,
  '//': (left, right) => sql`floor(${finite(left)} / ${right})`,
  '%': remainder,
  '**': (left, right) => sql`pow(${left}, ${right})`,
}

/** How often anything goes into infinity is no number. */
function finite(value: Sql): Sql {
  return sql`nullif(nullif(${value}, CAST('inf' AS DOUBLE)), CAST('-inf' AS DOUBLE))`
}

/** A remainder with the sign of the divisor, as Python has it. */
function remainder(left: Sql, right: Sql): Sql {
  const rest = sql`(${left} % nullif(${right}, 0))`
  return sql`(${rest} + CASE WHEN ${rest} <> 0 AND (${rest} < 0) <> (${right} < 0) THEN ${right} ELSE 0 END)`
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
  if (column.type === 'boolean' && typeof value === 'number')
    return compared(operator, orderedSql(column), literal(value))
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

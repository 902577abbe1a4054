import { identifier, join, type Sql, sql } from '@trainyard/dataset'
import type { Position } from '@trainyard/ports'
import { type Check, type Fault, type Measured, measuredCount, type RowOutcome } from '../kinds/check.ts'
import { isMostly } from '../kinds/columnMap.ts'
import { countIf } from '../kinds/sql/count.ts'
import { type ColumnFacts, findColumns, isFault, type TableFacts } from '../kinds/table.ts'
import { plan, type Written } from '../suite/plan.ts'
import type { PlannedExpectation } from '../suite/types.ts'

/**
 * An expectation of the family, at the place of the foreign suite that asks for it.
 * @throws RangeError when it is not a valid one
 */
export function expectAt(at: Position, written: Written): PlannedExpectation {
  const planned = plan(written, () => at)
  if (planned.ok) return planned.expectation
  throw new RangeError(`${written.type}: ${planned.problems.map(({ message }) => message).join('; ')}`)
}

interface RowCheck {
  readonly type: string
  readonly kwargs: Readonly<Record<string, unknown>>
  /** The columns that make up an unexpected value. */
  readonly columns: readonly string[]
  /** Share of the considered rows that must be as expected; by default all. */
  readonly mostly?: number
  /** `judged`: rows without a value are looked at too. By default they are neither good nor bad. */
  readonly missing?: 'judged'
  /** Condition that holds for an unexpected row; NULL counts as expected. */
  readonly unexpected: (columns: readonly ColumnFacts[], table: TableFacts) => Sql | Fault
}

/** A check of each row that no expectation of the family says. */
export function rowCheck(at: Position, { type, kwargs, ...check }: RowCheck): PlannedExpectation {
  return {
    type,
    kwargs,
    meta: {},
    severity: 'critical',
    patterns: [],
    at,
    compile: (table) => compileRows(check, table),
  }
}

function compileRows(
  { columns: names, mostly = 1, missing, unexpected }: Omit<RowCheck, 'type' | 'kwargs'>,
  table: TableFacts,
): Check | Fault {
  const columns = findColumns(table, names)
  if (isFault(columns)) return columns
  const condition = unexpected(columns, table)
  if (isFault(condition)) return condition
  const present = columns.map((column) => sql`${column.sql} IS NOT NULL`)
  const considered = missing === 'judged' || present.length === 0 ? sql`TRUE` : sql`(${join(present, ' AND ')})`
  const bad = sql`${considered} AND coalesce(${condition}, FALSE)`
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      considered: countIf(considered),
      unexpected: countIf(bad),
    },
    rows: { unexpected: bad, columns: names, shape: names.length === 1 ? 'value' : 'record' },
    judge: (measured) => judgeRows(measured, mostly),
  }
}

/** Several values as one that can be looked up; missing parts are equal. */
export function keySql(values: readonly Sql[]): Sql {
  return sql`[${join(values.map((value) => sql`CAST(${value} AS VARCHAR)`))}]`
}

interface RepeatedValues extends Omit<RowCheck, 'unexpected' | 'mostly' | 'missing'> {
  /** What must not occur twice, as the columns are read. Rows of which no part is there are left out. */
  readonly key: (columns: readonly ColumnFacts[]) => readonly Sql[]
}

/** A check that no key occurs twice; where one does, every row that has it is unexpected. */
export function repeatedValues(at: Position, { type, kwargs, ...check }: RepeatedValues): PlannedExpectation {
  const common = { type, kwargs, meta: {}, severity: 'critical', patterns: [], at } as const
  return { ...common, compile: (table) => compileRepeated(check, table) }
}

function compileRepeated(
  { columns: wanted, key }: Omit<RepeatedValues, 'type' | 'kwargs'>,
  table: TableFacts,
): Check | Fault {
  const columns = findColumns(table, wanted)
  if (isFault(columns)) return columns
  const values = key(columns)
  const names = values.map((_, index) => identifier(`key${index}`))
  const named = join(values.map((value, index) => sql`${value} AS ${names[index] ?? null}`))
  const present = (parts: readonly Sql[]) =>
    sql`(${join(
      parts.map((part) => sql`${part} IS NOT NULL`),
      ' OR ',
    )})`
  const repeated = sql`(SELECT ${join(names)}, count(*) AS times FROM (SELECT ${named} FROM ${table.source})
    WHERE ${present(names)} GROUP BY ${join(names)} HAVING count(*) > 1)`
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      considered: countIf(present(values)),
      unexpected: sql`(SELECT coalesce(sum(times), 0) FROM ${repeated})`,
    },
    rows: {
      unexpected: sql`${present(values)} AND ${keySql(values)} IN (SELECT ${keySql(names)} FROM ${repeated})`,
      columns: columns.map(({ name }) => name),
      shape: columns.length === 1 ? 'value' : 'record',
    },
    judge: (measured) => judgeRows(measured, 1),
  }
}

function judgeRows(measured: Measured, mostly: number): RowOutcome {
  const counts = {
    considered: measuredCount(measured, 'considered'),
    unexpected: measuredCount(measured, 'unexpected'),
  }
  const success = isMostly(counts.unexpected, counts.considered, mostly)
  return { kind: 'rows', success, elements: measuredCount(measured, 'elements'), ...counts }
}

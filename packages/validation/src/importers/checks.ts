import { join, type Sql, sql } from '@trainyard/dataset'
import type { Position } from '@trainyard/ports'
import { type Check, type Fault, measuredCount } from '../kinds/check.ts'
import { isMostly } from '../kinds/columnMap.ts'
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
      considered: sql`count(*) FILTER (WHERE ${considered})`,
      unexpected: sql`count(*) FILTER (WHERE ${bad})`,
    },
    rows: { unexpected: bad, columns: names, shape: names.length === 1 ? 'value' : 'record' },
    judge: (measured) => {
      const counts = {
        considered: measuredCount(measured, 'considered'),
        unexpected: measuredCount(measured, 'unexpected'),
      }
      const success = isMostly(counts.unexpected, counts.considered, mostly)
      return { kind: 'rows', success, elements: measuredCount(measured, 'elements'), ...counts }
    },
  }
}

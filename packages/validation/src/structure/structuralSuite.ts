import type { ColumnDocument } from '@trainyard/evidence'
import { expect } from '../suite/plan.ts'
import type { PlannedExpectation, Suite } from '../suite/types.ts'

/**
 * Checks that need no suite: there are rows, every row has a label, there are two classes to tell apart, ids are unique,
 * no feature is missing throughout, and, as a warning, no feature is constant. Nothing is compared with earlier data.
 */
export function structuralSuite(columns: readonly ColumnDocument[]): Suite {
  return { name: 'structure', source: 'structure', expectations: structuralExpectations(columns) }
}

/** The expectations of the structural suite, so that other suites can begin with them. */
export function structuralExpectations(columns: readonly ColumnDocument[]): readonly PlannedExpectation[] {
  return [
    expect({ type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1 } }),
    ...columns.flatMap(({ name, role }) => (byRole[role] ?? []).map((make) => make(name))),
  ]
}

type Make = (column: string) => PlannedExpectation

const notNull: Make = (column) => expect({ type: 'expect_column_values_to_not_be_null', kwargs: { column } })
const unique: Make = (column) => expect({ type: 'expect_column_values_to_be_unique', kwargs: { column } })
const twoClasses: Make = (column) =>
  expect({ type: 'expect_column_unique_value_count_to_be_between', kwargs: { column, min_value: 2 } })
const someValue: Make = (column) =>
  expect({
    type: 'expect_column_proportion_of_non_null_values_to_be_between',
    kwargs: { column, min_value: 0, strict_min: true },
  })
const notConstant: Make = (column) =>
  expect({
    type: 'expect_column_unique_value_count_to_be_between',
    kwargs: { column, min_value: 2 },
    severity: 'warning',
  })

const byRole: Readonly<Partial<Record<ColumnDocument['role'], readonly Make[]>>> = {
  target: [notNull, twoClasses],
  id: [notNull, unique],
  feature: [someValue, notConstant],
}

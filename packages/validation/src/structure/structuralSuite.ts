import type { ColumnDocument } from '@trainyard/evidence'
import { expect } from '../suite/plan.ts'
import type { PlannedExpectation, Suite } from '../suite/types.ts'

/** Features whose leaks are looked for, at most: each is held against the target in memory. */
const MOST_LEAKS = 200

/** Rows that may repeat others before it is told: where columns have few values, some do by nature. */
const NATURAL = { mostly: 0.9 }

/**
 * Checks that need no suite: there are rows, every row has a label, there are two classes to tell apart, ids are unique and no
 * feature is missing throughout; as warnings, no feature is constant or tells the target by itself, and few rows repeat others,
 * within the table or from one share to another. Nothing is compared with earlier data.
 */
export function structuralSuite(columns: readonly ColumnDocument[]): Suite {
  return { name: 'structure', source: 'structure', expectations: structuralExpectations(columns) }
}

/** The expectations of the structural suite, so that other suites can begin with them. */
export function structuralExpectations(columns: readonly ColumnDocument[]): readonly PlannedExpectation[] {
  return [
    expect({ type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1 } }),
    ...columns.flatMap(({ name, role }) => (byRole[role] ?? []).map((make) => make(name))),
    ...leaks(columns),
    ...repeats(columns),
  ]
}

function leaks(columns: readonly ColumnDocument[]): readonly PlannedExpectation[] {
  const features = columns.filter(({ role }) => role === 'feature')
  const targets = columns.filter(({ role }) => role === 'target').map(({ name }) => name)
  if (features.length * targets.length > MOST_LEAKS) return []
  const named = targets.map((target) => (targets.length > 1 ? { target } : {}))
  return features.flatMap(({ name: column }) =>
    named.map((target) => warn('expect_column_to_not_leak_target', { column, ...target })),
  )
}

function repeats(columns: readonly ColumnDocument[]): readonly PlannedExpectation[] {
  if (!columns.some(({ role }) => role === 'feature')) return []
  return [warn('expect_table_rows_to_be_unique', NATURAL), warn('expect_train_test_rows_to_not_overlap', NATURAL)]
}

function warn(type: string, kwargs: PlannedExpectation['kwargs']): PlannedExpectation {
  return expect({ type, kwargs, severity: 'warning' })
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
const notConstant: Make = (column) => warn('expect_column_to_not_be_constant', { column })

const byRole: Readonly<Partial<Record<ColumnDocument['role'], readonly Make[]>>> = {
  target: [notNull, twoClasses],
  id: [notNull, unique],
  feature: [someValue, notConstant],
}

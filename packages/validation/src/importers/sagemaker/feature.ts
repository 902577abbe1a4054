import { literal, type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'
import type { PlannedExpectation } from '../../suite/types.ts'
import { expectAt, rowCheck } from '../checks.ts'
import { type Imported, leftOut, merge, translated } from '../types.ts'
import type { Feature, Monitoring } from './form.ts'

/** Where the keys of a feature stand. */
export type PlaceOf = (key: keyof Feature) => Position

/** What is asked of one column. A share that is not given is taken as 1, which is what baselines are written with. */
export function featureChecks(feature: Feature, config: Monitoring, column: ColumnDocument, at: PlaceOf): Imported {
  const { datatype_check_threshold: alike = 1, domain_content_threshold: known = 1 } = config
  return merge([
    translated(...typeCheck(feature, column, alike, at('inferred_type')), ...completeness(feature, at)),
    nonNegative(feature, column, at('num_constraints')),
    translated(...domain(feature, known, at('string_constraints'))),
    driftOf(feature, config, at('name')),
  ])
}

function typeCheck({ name, inferred_type }: Feature, { type }: ColumnDocument, mostly: number, at: Position) {
  if (inferred_type === 'Unknown' || mostly === 0) return []
  return [
    rowCheck(at, {
      type: 'expect_column_values_to_be_of_data_type',
      kwargs: { column: name, data_type: inferred_type, mostly },
      columns: [name],
      mostly,
      unexpected: ([column]) => sql`NOT ${matches[inferred_type](type, column?.sql ?? sql`NULL`)}`,
    }),
  ]
}

/** Whether a value is of the type that was inferred. Numbers in a column of text are told by how they are written. */
const matches: Readonly<Record<'Integral' | 'Fractional' | 'String', (type: ColumnType, value: Sql) => Sql>> = {
  Integral: (type, value) => {
    if (type === 'number') return sql`(${value} = floor(${value}))`
    return type === 'string' ? sql`regexp_full_match(${value}, ${'[+-]?\\d+'})` : literal(type === 'integer')
  },
  Fractional: (type, value) => {
    if (type === 'string') return sql`regexp_full_match(${value}, ${'[+-]?(\\d+\\.?\\d*|\\.\\d+)'})`
    return literal(type === 'number' || type === 'integer')
  },
  String: (type) => literal(type !== 'number' && type !== 'integer'),
}

function completeness({ name, completeness: share = 0 }: Feature, at: PlaceOf): PlannedExpectation[] {
  if (share === 0) return []
  const type = 'expect_column_proportion_of_non_null_values_to_be_between'
  return [expectAt(at('completeness'), { type, kwargs: { column: name, min_value: share } })]
}

function nonNegative({ name, num_constraints }: Feature, { type }: ColumnDocument, at: Position): Imported {
  if (num_constraints?.is_non_negative !== true) return translated()
  if (type !== 'number' && type !== 'integer')
    return leftOut({ what: `is_non_negative of '${name}'`, why: `the column holds no numbers but ${type} values`, at })
  const kwargs = { column: name, min_value: 0 }
  return translated(expectAt(at, { type: 'expect_column_values_to_be_between', kwargs }))
}

function domain({ name, string_constraints }: Feature, mostly: number, at: Position): PlannedExpectation[] {
  const value_set = string_constraints?.domains
  if (value_set === undefined) return []
  return [expectAt(at, { type: 'expect_column_values_to_be_in_set', kwargs: { column: name, value_set, mostly } })]
}

function driftOf({ name: column, inferred_type }: Feature, config: Monitoring, at: Position): Imported {
  const { distribution_constraints: asked } = config
  if (!asked || asked.perform_comparison === 'Disabled') return translated()
  const text = inferred_type === 'String'
  const measure = (text ? asked.categorical_drift_method : asked.comparison_method) ?? (text ? 'LInfinity' : 'Robust')
  const threshold = (text ? asked.categorical_comparison_threshold : undefined) ?? asked.comparison_threshold ?? 0.1
  const what = `distribution_constraints of '${column}' (${measure} ${threshold})`
  const why = 'it compares with the baseline: it belongs to check-drift'
  return leftOut({ what, why, at, drift: [{ column, against: 'baseline', measure, threshold }] })
}

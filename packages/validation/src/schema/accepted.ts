import { ownValidator } from '@trainyard/config'
import type { ColumnDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import dataSchema from '../../../../schema/data.schema.json' with { type: 'json' }
import { mostlyOf } from '../propose/written.ts'
import { structuralExpectations } from '../structure/structuralSuite.ts'
import { parseJson } from '../suite/json.ts'
import { expect } from '../suite/plan.ts'
import type { PlannedExpectation, Suite } from '../suite/types.ts'
import type { AcceptedColumn, AcceptedSchema } from './types.ts'

/**
 * Reads `trainyard.schema.json` as a suite: the structural checks, and what the schema accepts.
 * @throws InputError with every problem of the file, each with line and column
 */
export async function parseAcceptedSchema(
  text: string,
  file: string,
  columns: readonly ColumnDocument[],
): Promise<Suite> {
  const { value, position } = parseJson(text, file)
  const validate = await ownValidator('data', async () => ({ schema: dataSchema }))
  const findings = await validate(value)
  if (findings.length > 0) {
    throw new InputError(
      findings.map(({ path, message, remedy }) => ({
        message,
        at: { ...position(path), file },
        ...(remedy && { remedy }),
      })),
    )
  }
  return {
    name: file,
    source: 'schema',
    path: file,
    expectations: [...structuralExpectations(columns), ...accepted(value as AcceptedSchema)],
  }
}

function accepted({ rows, columns }: AcceptedSchema): PlannedExpectation[] {
  return [
    expect({ type: 'expect_table_row_count_to_be_between', kwargs: { min_value: rows.min } }),
    expect({
      type: 'expect_table_columns_to_match_set',
      kwargs: { column_set: columns.map(({ name }) => name), exact_match: false },
    }),
    ...columns.flatMap(columnExpectations),
  ]
}

function columnExpectations({
  name: column,
  type,
  missing,
  categories,
  min,
  max,
  beyond = 0,
}: AcceptedColumn): PlannedExpectation[] {
  const mostly = mostlyOf({ share: beyond })
  const ranged = min !== undefined || max !== undefined
  return [
    expect(typeExpectation(column, type)),
    expect({
      type: 'expect_column_proportion_of_non_null_values_to_be_between',
      kwargs: { column, min_value: 1 - missing },
    }),
    ...(categories
      ? [expect({ type: 'expect_column_values_to_be_in_set', kwargs: { column, value_set: categories, ...mostly } })]
      : []),
    ...(ranged
      ? [
          expect({
            type: 'expect_column_values_to_be_between',
            kwargs: {
              column,
              ...(min !== undefined && { min_value: min }),
              ...(max !== undefined && { max_value: max }),
              ...mostly,
            },
          }),
        ]
      : []),
  ]
}

/** A column of numbers may happen to hold whole ones only. */
function typeExpectation(column: string, type: AcceptedColumn['type']) {
  return type === 'number'
    ? { type: 'expect_column_values_to_be_in_type_list', kwargs: { column, type_list: ['number', 'integer'] } }
    : { type: 'expect_column_values_to_be_of_type', kwargs: { column, type_: type } }
}

import { describe, expect, test } from '@jest/globals'
import type { SqlScalar } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { runImported } from '../../testing/imported.ts'
import type { Column } from '../../testing/table.ts'
import cases from './fixtures/verdicts.json' with { type: 'json' }

interface Case {
  readonly schema: object
  readonly columns: Readonly<Record<string, unknown>>
  readonly invalid: readonly number[]
}

describe("the rows that are not valid are those of Python's jsonschema", () => {
  const numbered = (cases as unknown as readonly Case[]).map((each, index) => ({ index, ...each }))
  test.each(numbered)('schema $index', async ({ schema, columns, invalid }) => {
    const table = Object.fromEntries(
      Object.entries(columns).map(([name, written]) => {
        const [type, values] = written as [ColumnType, SqlScalar[]]
        return [name, [type, values] satisfies Column]
      }),
    )
    const { results, success, untranslated } = await runImported(JSON.stringify(schema), 'row.schema.json', table)
    expect(untranslated).toEqual([])
    expect(success).toBe(invalid.length === 0)
    const rows = results.map(({ result }) => result['partial_unexpected_index_list']).filter(Array.isArray)
    if (results.every(({ exception_info }) => !exception_info.raised_exception))
      expect([...new Set(rows.flat())].sort((a, b) => a - b)).toEqual(invalid)
  })
})

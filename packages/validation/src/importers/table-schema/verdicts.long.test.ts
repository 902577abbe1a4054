import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openTable } from '@trainyard/dataset'
import { quietServices } from '../../../../../test/support/services.ts'
import { validate } from '../../run/validate.ts'
import { readSuite } from '../index.ts'
import cases from './fixtures/verdicts.json' with { type: 'json' }

interface Case {
  readonly schema: object
  readonly csv: string
  readonly errors: readonly string[]
}

describe('the verdict is that of frictionless, on the same file', () => {
  const numbered = (cases as unknown as readonly Case[]).map((each, index) => ({ index, ...each }))
  test.each(numbered)('table $index', async ({ schema, csv, errors }) => {
    const base = await mkdtemp(path.join(tmpdir(), 'trainyard-schema-'))
    await writeFile(path.join(base, 'data.csv'), csv)
    const table = await openTable({ base, files: ['data.csv'] }, quietServices)
    try {
      const text = JSON.stringify(schema)
      const suite = await readSuite(text, 'schema.json', { ...table, files: ['data.csv'], tables: [] })
      const { results, success } = await validate(table, suite)
      const told = errors.map((error) => error.replace(/^[^:]*:/, '')).filter((name) => name !== '')
      const failed = results.filter((result) => !result.success)
      const columns = failed.map(({ expectation_config: { kwargs } }) => kwargs['column'])
      expect(success).toBe(errors.length === 0)
      expect(columns).toEqual(expect.arrayContaining(errors.some(isOfHeader) ? [] : told))
    } finally {
      await table.close()
      await rm(base, { recursive: true })
    }
  })
})

/** Where labels are wrong, frictionless pairs fields and columns by their place. */
function isOfHeader(error: string): boolean {
  return /^(extra|missing|incorrect)-label|^blank/.test(error)
}

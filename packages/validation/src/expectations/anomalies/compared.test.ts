import { expect, test } from '@jest/globals'
import { sql } from '@trainyard/dataset'
import { findColumns, isFault, tableFacts } from '../../kinds/table.ts'
import { tableOf } from '../../testing/table.ts'
import { differentRows } from './compared.ts'

test('rows are as different when their columns are read in several scans', async () => {
  const table = await tableOf({
    a: ['integer', [1, 1, null, null, 1]],
    b: ['string', ['x', 'x', null, null, 'x']],
    c: ['number', [1.5, 1.5, Number.NaN, null, 2]],
    d: ['boolean', [true, true, false, false, true]],
    e: ['string', [null, null, 'y', 'y', null]],
  })
  const facts = tableFacts(table)
  const columns = findColumns(facts, ['a', 'b', 'c', 'd', 'e'])
  if (isFault(columns)) throw new Error(columns.message)
  const times = async (atOnce: number) => {
    const rows = differentRows(columns, facts, atOnce)
    return (await table.engine.all<{ times: number }>(sql`SELECT times FROM ${rows} ORDER BY times`)).map(
      (row) => row.times,
    )
  }
  const found = [await times(100), await times(2), await times(1)]
  await table.close()
  expect(found).toEqual([
    [1, 2, 2],
    [1, 2, 2],
    [1, 2, 2],
  ])
})

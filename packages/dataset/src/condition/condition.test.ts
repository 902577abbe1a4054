import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { openTable } from '../open.ts'
import { inFolder, testServices } from '../testing/services.ts'
import type { Dataset } from '../types.ts'
import { rowsWhere } from './rows.ts'

const csv = `started,age,"home island",name
2026-01-01 03:10:00,18,Dream,a'b
2026-01-01 13:10:00,30,Biscoe,x
2026-01-02 05:59:59,,Dream,y
`
const opened: { dataset?: Dataset } = {}
beforeAll(() =>
  inFolder(
    { 't.csv': csv },
    async (base) => (opened.dataset = await openTable({ base, files: ['t.csv'] }, testServices)),
  ),
)
afterAll(() => opened.dataset?.close())

const at = { file: 'trainyard.yml', key: 'evaluate.slices.where.one' }

async function held(...texts: string[]): Promise<number[][]> {
  if (opened.dataset === undefined) throw new Error('no table')
  const conditions = texts.map((text) => ({ text, at }))
  return (await rowsWhere(opened.dataset, 'all', conditions)).map((rows) => [...rows])
}

test.each([
  ['hour(started) < 6', [1, 0, 1]],
  ['age >= 18 AND age < 30', [1, 0, 0]],
  ['AGE IS NULL -- a comment', [0, 0, 1]],
  [`"home island" = 'Dream' OR name LIKE 'x%'`, [1, 1, 1]],
  [`name IN ('a''b', 'y')`, [1, 0, 1]],
  ["CASE WHEN age > 20 THEN true ELSE started::DATE = DATE '2026-01-02' END", [0, 1, 1]],
])('rows are those where %s', async (text, rows) => expect(await held(text)).toEqual([rows]))

test('several conditions are asked together', async () =>
  expect(await held('age > 20', 'age < 20')).toEqual([
    [0, 1, 0],
    [1, 0, 0],
  ]))

test.each([
  ['agee > 3', 'names the column agee, which the table does not have'],
  ['age >', 'syntax error'],
  ['age', 'is of type BIGINT, neither true nor false'],
  ['true) AS a, (false', 'it is more than one expression'],
  ['true) FROM data LIMIT (1', 'syntax error'],
  ['true) FROM data WHERE true; SELECT (true', 'it is more than one'],
  ['true); DROP TABLE data; SELECT (true', 'Only SELECT statements'],
  ['EXISTS (SELECT 1)', 'it holds a query of its own'],
  ["age IN (SELECT size FROM read_text('/etc/passwd'))", 'it holds a query of its own'],
  ['sum(age) > 3', 'sum is not a function of one row alone'],
  ['row_number() OVER () = 1', 'it looks at other rows'],
  ['random() < 0.5', 'random is not a function of one row alone'],
  ['started < now()', 'now is not a function of one row alone'],
  ['started < current_date', 'names the column current_date'],
  ['age > ?', 'it has a parameter'],
  ['nosuch(age) > 3', 'there is no function nosuch'],
  ['name::INTEGER > 3', "'name::INTEGER > 3' breaks on some row: Conversion Error\n"],
  ['#1 > 3', 'it names no column'],
])('%s is refused', async (text, message) => {
  const refused = held(text)
  await expect(refused).rejects.toThrow(InputError)
  await expect(refused).rejects.toThrow(message)
  await expect(refused).rejects.toThrow('evaluate.slices.where.one')
})

test('every condition that is none is told', () =>
  expect(held('agee > 3', 'age > 3', 'namee = 1')).rejects.toThrow(/agee.*Did you mean age.*namee/s))

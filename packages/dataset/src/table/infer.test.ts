import { expect, test } from '@jest/globals'
import { openTable } from '../open.ts'
import { inFolder, testServices } from '../testing/services.ts'

const kinds = ['1', '1.5', 'true', '2024-01-05', '2024-01-05 10:20:30', '10:20', 'x'] as const
const types = ['integer', 'number', 'boolean', 'date', 'timestamp', 'time', 'string'] as const

/** 1,200 rows of 140 columns, every seventh of which is of one kind; the last row may have others in the last seven. */
function wide(last: readonly string[]): string {
  const values = Array.from({ length: 140 }, (_, at) => kinds[at % kinds.length] ?? '')
  const lines = Array.from({ length: 1199 }, () => values.join(','))
  const head = values.map((_, at) => `c${at}`).join(',')
  return [head, ...lines, [...values.slice(0, 133), ...last].join(','), ''].join('\n')
}

test.each([
  ['as all others', kinds, types],
  [
    'wider than the first rows',
    ['1.5', '2', 'yes', '2024-01-05 10:20', '2024-01-05', '10:20:30.5', ''],
    ['number', 'number', 'string', 'timestamp', 'timestamp', 'time', 'string'],
  ],
])('many columns of many rows, the last row %s', async (_, last, expected) => {
  await inFolder({ 'a.csv': wide(last) }, async (base) => {
    const dataset = await openTable({ base, files: ['a.csv'] }, testServices)
    await dataset.close()
    const found = dataset.columns.map(({ type }) => type)
    expect(found.slice(0, 7)).toEqual(types)
    expect(found.slice(-7)).toEqual(expected)
  })
})

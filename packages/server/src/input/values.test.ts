import { describe, expect, test } from '@jest/globals'
import type { ColumnType, TensorType } from '@trainyard/evidence'
import { cellValue, readValue, writtenValue } from './values.ts'

const column = (type: ColumnType, tensor: TensorType = 'float64') => ({ name: 'c', type, tensor, optional: true })

describe('values', () => {
  test.each<[ColumnType, TensorType, unknown, unknown]>([
    ['number', 'float32', 1.5, 1.5],
    ['number', 'float32', '1.5', undefined],
    ['number', 'float32', true, undefined],
    ['integer', 'int32', 2 ** 31 - 1, 2 ** 31 - 1],
    ['integer', 'int32', 2 ** 31, undefined],
    ['integer', 'int32', -(2 ** 31), -(2 ** 31)],
    ['integer', 'int64', 2 ** 53, undefined],
    ['boolean', 'bool', true, 1],
    ['boolean', 'float32', 0, 0],
    ['boolean', 'bool', 2, undefined],
    ['string', 'string', '', ''],
    ['string', 'string', 1, undefined],
    ['date', 'float64', '1970-01-02', 86_400],
    ['date', 'float64', '1970-02-30x', undefined],
    ['date', 'float64', '1970-13-01', undefined],
    ['timestamp', 'float64', '1970-01-01T00:01:00Z', 60],
    ['timestamp', 'float64', '1970-01-01 00:01', 60],
    ['timestamp', 'float64', '1970-01-01T01:00:00+01:00', 0],
    ['time', 'float64', '01:00:01.5', 3601.5],
    ['time', 'float64', '24:00', undefined],
    ['timestamp', 'float64', 5, 5],
  ])('%s in %s takes %j as %j', (type, tensor, value, read) =>
    expect(readValue(value, column(type, tensor))).toBe(read),
  )

  test.each<[ColumnType, string, unknown]>([
    ['number', '1e3', 1000],
    ['number', '', null],
    ['number', 'NA', null],
    ['number', '0x10', '0x10'],
    ['number', 'abc', 'abc'],
    ['boolean', 'True', true],
    ['string', '', null],
    ['string', '7', '7'],
    ['string', 'NA', null],
    ['string', 'na', 'na'],
    ['date', '2026-01-31', '2026-01-31'],
  ])('a cell of a %s column: %j is %j', (type, cell, value) => expect(cellValue(cell, column(type))).toBe(value))

  test.each<[ColumnType, string | number]>([
    ['date', '2026-01-31'],
    ['timestamp', '2026-01-31T13:45:00.500Z'],
    ['time', '13:45:00.000'],
    ['number', 1.5],
  ])('a %s is logged as it was given: %j', (type, value) => {
    expect(writtenValue(readValue(value, column(type)) ?? null, column(type))).toBe(value)
  })
})

import { expect, test } from '@jest/globals'
import type { ColumnType, Task } from '@trainyard/evidence'
import { labelText, sortedClasses, taskOf } from './task.ts'

test.each<[ColumnType, number, Task]>([
  ['string', 5000, 'classification'],
  ['boolean', 2, 'classification'],
  ['integer', 20, 'classification'],
  ['integer', 21, 'regression'],
  ['number', 2, 'regression'],
  ['timestamp', 3, 'regression'],
])('a target of type %s with %d values: %s', (type, distinct, task) => expect(taskOf(type, distinct)).toBe(task))

test('numbers are sorted by size, text by code point', () => {
  expect(sortedClasses('integer', ['10', '9', '-1', '10'])).toEqual(['-1', '9', '10'])
  expect(sortedClasses('string', ['b', 'a', 'B', 'ä'])).toEqual(['B', 'a', 'b', 'ä'])
})

test('labels are written as people write them', () => {
  expect([labelText('boolean', 1), labelText('boolean', 0), labelText('integer', 3), labelText('string', 'x')]).toEqual(
    ['true', 'false', '3', 'x'],
  )
})

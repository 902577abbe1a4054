import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { slices } from './slices.ts'
import { identifier, namesIn, sql } from './sql.ts'

const text = fc.string({ maxLength: 12 }).map((value) => value.replaceAll('\0', ''))

test('the names in a piece of SQL are those that were quoted as names, whatever texts stand between', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: text, value: text }), { maxLength: 5 }), (parts) => {
      const piece = parts.reduce(
        (before, { name, value }) => sql`${before} ${value} = ${identifier(name)} OR`,
        sql`SELECT '"'`,
      )
      expect(namesIn(piece)).toEqual(new Set(parts.map(({ name }) => name)))
    }),
  )
})

test('slices are of the size that is asked, in order, and together all there is', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (items, size) => {
      const pieces = slices(items, size)
      expect(pieces.flat()).toEqual(items)
      expect(pieces.slice(0, -1).every(({ length }) => length === size)).toBe(true)
    }),
  )
})

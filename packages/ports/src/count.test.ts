import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { grouped } from './count.ts'

test('whole numbers read as Intl writes them', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(grouped(number)).toBe(number.toLocaleString('en-US'))
    }),
  )
})

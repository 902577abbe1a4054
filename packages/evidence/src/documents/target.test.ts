import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseTarget, targetColumns, targetOf, targetText } from './target.ts'

const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.startsWith('["'))

test('a target is one text, and again what it was', () => {
  fc.assert(
    fc.property(fc.oneof(name, fc.array(name, { minLength: 2 })), (target) => {
      expect(parseTarget(targetText(target))).toEqual(target)
      expect(targetOf(targetColumns(target))).toEqual(target)
    }),
  )
})

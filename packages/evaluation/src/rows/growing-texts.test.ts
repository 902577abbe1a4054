import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { growingTexts } from './growing-texts.ts'

test('texts are what they were, by row and one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 })), (texts) => {
      const held = growingTexts()
      for (const text of texts) held.push(text)
      expect(held).toHaveLength(texts.length)
      expect([...held]).toEqual(texts)
      expect(texts.map((_, row) => held.at(row))).toEqual(texts)
      expect(held.at(texts.length)).toBeUndefined()
    }),
  )
})

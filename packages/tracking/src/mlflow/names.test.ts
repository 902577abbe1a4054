import path from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cut, keyOf } from './names.ts'

test.each(['loss', 'val/loss', 'f1 macro', 'läuft-gut_2.0', 'a'.repeat(250)])('%s stays', (name) =>
  expect(keyOf(name)).toBe(name),
)

test.each([
  ['recall[true]', 'recall_true_-722c2175'],
  ['/loss', 'loss-'],
  ['a//b', 'a/b-'],
  ['../x', 'x-'],
  ['', 'unnamed-'],
  ['.', 'unnamed-'],
])('%j becomes %s…', (name, key) => expect(keyOf(name).startsWith(key)).toBe(true))

test('any name becomes one that MLflow takes, and no two names the same', () => {
  const name = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 400 }))
  fc.assert(
    fc.property(name, name, (one, other) => {
      const key = keyOf(one)
      expect(key).toMatch(/^[\p{L}\p{N}_./ -]{1,250}$/u)
      expect(path.posix.normalize(key)).toBe(key)
      expect(key).not.toMatch(/^[/]|^\.\.?$|^\.\.\//)
      expect(keyOf(other) === key).toBe(one === other)
    }),
  )
})

test('a text that is too long is cut, and it is told by how much', () => {
  const lost: number[] = []
  const tell = (characters: number) => void lost.push(characters)
  expect(cut('abc', 3, tell)).toBe('abc')
  expect(cut('abcde', 3, tell)).toBe('abc')
  expect(lost).toEqual([2])
})

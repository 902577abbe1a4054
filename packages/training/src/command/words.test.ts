import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import fc from 'fast-check'
import { splitWords } from './words.ts'

test.each([
  ['python train.py', ['python', 'train.py']],
  ['  python   train.py  ', ['python', 'train.py']],
  [`python -c 'print("a b")'`, ['python', '-c', 'print("a b")']],
  ['python "my script.py" --x=1', ['python', 'my script.py', '--x=1']],
  ['a\\ b c', ['a b', 'c']],
  [`a'b c'd`, ['ab cd']],
  [`run ''`, ['run', '']],
  [`"say \\"hi\\""`, ['say "hi"']],
  ['echo $HOME *', ['echo', '$HOME', '*']],
])('%s', (line, words) => expect(splitWords(line)).toEqual(words))

test.each(['', '   ', `python 'open`, 'python "open', 'a && b', 'a | b', 'a > log'])('%p is refused', (line) => {
  expect(() => splitWords(line)).toThrow(InputError)
})

test('any arguments survive quoting', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (words) => {
      fc.pre(!words.some((word) => /^(\|\|?|&&?|;|>>?|<)$/.test(word)))
      const quoted = words.map((word) => `"${word.replaceAll(/["\\]/g, '\\$&')}"`).join(' ')
      expect(splitWords(quoted)).toEqual(words)
    }),
  )
})

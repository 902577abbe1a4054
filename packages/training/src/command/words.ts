import { InputError } from '@trainyard/ports'

/**
 * Splits a command line into an argument array: at spaces, but not inside '…' or "…"; a backslash takes the next character as
 * it is (not inside '…'). Nothing else is special: there is no shell, so no variables, pipes or globs.
 * @throws InputError where a quote is not closed, or where a shell is plainly expected
 */
export function splitWords(line: string): string[] {
  const words: string[] = []
  const token = /(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)|(['"\\]))/gsu
  let word: string | undefined
  for (const [, single, double, escaped, plain, space, stray] of line.matchAll(token)) {
    if (stray !== undefined)
      throw new InputError(`the quote ${stray} is not closed`, {
        at: position,
        remedy: 'Close it, or put a backslash before it.',
      })
    if (space !== undefined) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + (single ?? double?.replace(/\\(.)/gsu, '$1') ?? escaped ?? plain ?? '')
  }
  if (word !== undefined) words.push(word)
  return checked(words)
}

const position = { file: 'trainyard.yml', key: 'train.run' }

function checked(words: string[]): string[] {
  const operator = words.find((word) => /^(\|\|?|&&?|;|>>?|<)$/.test(word))
  if (operator !== undefined)
    throw new InputError(`'${operator}' needs a shell, and the command is started without one`, {
      at: position,
      remedy: 'Put the commands into a script and name it: train.run: bash train.sh',
    })
  if (words.length === 0)
    throw new InputError('the command is empty', { at: position, remedy: 'Name a command, such as python train.py.' })
  return words
}

import { translate } from '../../regex/translate.ts'

/**
 * A regular expression of ECMA-262, as JSON Schema has them, in the language of RE2; undefined where RE2 cannot say it.
 * It goes by way of Python's, whose classes are narrowed to what ECMA's are.
 */
export function ecmaToRe2(pattern: string): string | undefined {
  const python = ecmaToPython(pattern)
  if (python === undefined) return undefined
  const translated = translate(python)
  return translated.ok ? translated.value.re2 : undefined
}

const part =
  /\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})|\\k<([^>]*)>|\(\?<([A-Za-z_]\w*)>|\\[pPcBb0]|\\[\s\S]|[[\]]|[\s\S]/g

/** Outside and inside of brackets, what ECMA means by some of its parts. */
const outside: Readonly<Record<string, string>> = {
  '.': '[^\\n\\r\\u2028\\u2029]',
  $: '\\Z',
  '\\d': '[0-9]',
  '\\D': '[^0-9]',
  '\\w': '[A-Za-z0-9_]',
  '\\W': '[^A-Za-z0-9_]',
  '\\/': '/',
  '\\-': '\\-',
  '\\b': '(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))',
}
const inside: Readonly<Record<string, string | undefined>> = {
  '\\d': '0-9',
  '\\w': 'A-Za-z0-9_',
  '\\/': '/',
  '\\D': undefined,
  '\\W': undefined,
  '\\b': '\\x08',
}

function ecmaToPython(pattern: string): string | undefined {
  let bracket = false
  let python = ''
  for (const match of pattern.matchAll(part)) {
    const [all] = match
    if (/^\\[pPc0B]/.test(all) || (!bracket && all === '[' && /^\[\^?\]/.test(pattern.slice(match.index))))
      return undefined
    const piece = pieceOf(match, bracket)
    if (piece === undefined) return undefined
    python += piece
    if (all === '[') bracket = true
    if (all === ']') bracket = false
  }
  return python
}

function pieceOf([all, braced, four, named, group]: RegExpExecArray, bracket: boolean): string | undefined {
  const code = braced ?? four
  if (code !== undefined) return escaped(Number.parseInt(code, 16))
  if (named !== undefined) return `(?P=${named})`
  if (group !== undefined) return `(?P<${group}>`
  if (bracket) return all === '[' ? '\\[' : Object.hasOwn(inside, all) ? inside[all] : all
  return Object.hasOwn(outside, all) ? outside[all] : all
}

function escaped(code: number): string | undefined {
  if (code > 0x10ffff) return undefined
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

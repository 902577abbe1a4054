type State = 'word' | 'number' | 'dotted word' | 'dotted number'

/** Cuts a text into words, numbers, blanks and single signs. Dots within words, or several in numbers, stand alone. */
export function tokensOf(text: string): string[] {
  const characters = [...text.replaceAll('\0', '')]
  const tokens: string[] = []
  for (let at = 0; at < characters.length; ) {
    const { token, state, letters } = tokenFrom(characters, at)
    tokens.push(...pieces(token, state, letters))
    at += [...token].length
  }
  return tokens
}

interface Token {
  readonly token: string
  readonly state: State | undefined
  readonly letters: boolean
}

function tokenFrom(characters: readonly string[], from: number): Token {
  let token = characters[from] ?? ''
  let state = startOf(token)
  for (let at = from + 1; state && at < characters.length; at += 1) {
    const next = characters[at] ?? ''
    const after = stateAfter(state, token, next)
    if (!after) break
    state = after
    token += next
  }
  return { token, state, letters: /\p{L}/u.test(token) }
}

function startOf(character: string): State | undefined {
  if (isLetter(character)) return 'word'
  return isDigit(character) ? 'number' : undefined
}

function stateAfter(state: State, token: string, next: string): State | undefined {
  return transitions[state](next, token)
}

const transitions: Readonly<Record<State, (next: string, token: string) => State | undefined>> = {
  word: (next) => (isLetter(next) ? 'word' : next === '.' ? 'dotted word' : undefined),
  number: (next, token) => (isDigit(next) ? 'number' : isDecimalSign(token, next) ? 'dotted number' : undefined),
  'dotted word': (next, token) => {
    if (next === '.' || isLetter(next)) return 'dotted word'
    return isDigit(next) && token.endsWith('.') ? 'dotted number' : undefined
  },
  'dotted number': (next, token) => {
    if (next === '.' || isDigit(next)) return 'dotted number'
    return isLetter(next) && token.endsWith('.') ? 'dotted word' : undefined
  },
}

function isDecimalSign(token: string, next: string): boolean {
  return next === '.' || (next === ',' && token.length >= 2)
}

function pieces(token: string, state: State | undefined, letters: boolean): readonly string[] {
  if (!state?.startsWith('dotted')) return [/^\s$/.test(token) ? ' ' : token]
  const dots = token.split('.').length - 1
  if (letters || dots > 1 || /[.,]$/.test(token)) return token.split(/([.,])/).filter((piece) => piece !== '')
  return [dots === 0 ? token.replace(',', '.') : token]
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character)
}

function isDigit(character: string): boolean {
  return /\d/.test(character)
}

/** Where a value of a JSON text stands, and what is in it. */
export interface Placed {
  readonly offset: number
  /** By key or index; empty for a value that holds no others. */
  readonly parts: ReadonlyMap<string | number, Placed>
}

export interface Places {
  readonly root: Placed
  /** Offsets of keys that their map has already. */
  readonly repeated: readonly number[]
}

interface Walk {
  readonly text: string
  readonly repeated: number[]
  /** The token that is looked at. */
  token: string
  offset: number
}

const tokens = /[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^[\]{},:" \t\r\n]+)/y
const none: ReadonlyMap<string, Placed> = new Map()

/** Finds the place of everything in a text that is known to be JSON, nested no deeper than the stack allows. */
export function placesIn(text: string): Places {
  const walk: Walk = { text, repeated: [], token: '', offset: 0 }
  tokens.lastIndex = 0
  next(walk)
  return { root: placed(walk), repeated: walk.repeated }
}

function next(walk: Walk): void {
  const [found = '', token = ''] = tokens.exec(walk.text) ?? []
  walk.token = token
  walk.offset = tokens.lastIndex - token.length
  if (found === '') tokens.lastIndex = walk.text.length
}

/** The value that the walk stands at; behind it the walk stands at what follows. */
function placed(walk: Walk): Placed {
  const { token, offset } = walk
  const parts = token === '{' ? members(walk) : token === '[' ? items(walk) : none
  next(walk)
  return { offset, parts }
}

function members(walk: Walk): ReadonlyMap<string, Placed> {
  const parts = new Map<string, Placed>()
  for (next(walk); walk.token !== '}'; skip(walk, ',')) {
    const key: string = JSON.parse(walk.token)
    if (parts.has(key)) walk.repeated.push(walk.offset)
    next(walk)
    skip(walk, ':')
    parts.set(key, placed(walk))
  }
  return parts
}

function items(walk: Walk): ReadonlyMap<number, Placed> {
  const parts = new Map<number, Placed>()
  for (next(walk); walk.token !== ']'; skip(walk, ',')) parts.set(parts.size, placed(walk))
  return parts
}

function skip(walk: Walk, separator: ',' | ':'): void {
  if (walk.token === separator) next(walk)
}

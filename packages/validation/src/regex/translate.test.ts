import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Engine, identifier, join, literal, openEngine, sql } from '@trainyard/dataset'
import { quietServices } from '../../../../test/support/services.ts'
import { searchFor } from './search.ts'
import { translate } from './translate.ts'

interface Reference {
  readonly texts: readonly string[]
  /** A pattern, and for each text 1 where Python finds it; null where Python refuses the pattern. */
  readonly patterns: readonly (readonly [string, string | null])[]
}

const { texts, patterns }: Reference = JSON.parse(
  readFileSync(new URL('./fixtures/python.json', import.meta.url), 'utf8'),
)
const known = patterns.flatMap(([pattern, found]) => {
  const translation = translate(pattern)
  return found !== null && translation.ok ? [{ pattern, found, ...translation.value }] : []
})

describe('where Python refuses a pattern', () => {
  test.each(patterns.filter(([, found]) => found === null))('%j is refused', (pattern) => {
    expect(translate(pattern)).toMatchObject({ ok: false, message: expect.stringMatching(/\(character \d+\)$/) })
  })
})

test('what is refused beside it is refused by name', () => {
  const refused = patterns.filter(([pattern, found]) => found !== null && !translate(pattern).ok)
  expect(refused.map(([pattern]) => pattern)).toEqual([])
})

test.each([
  ['(a)?(?(1)b|c)', 'conditional groups, (?(1)…), are not known here (character 5)'],
  ['(a)?b\\1', 'group 1, which is referred to, may not have matched: this is not known here (character 6)'],
  ['(?i)(a)\\1', 'a back-reference that ignores case is not known here (character 8)'],
  ['\\N{DIGIT ONE}', 'named characters (\\N{…}) are not known here (character 1)'],
])('%s: %s', (pattern, message) => {
  expect(translate(pattern)).toEqual({ ok: false, message })
})

test('a JavaScript RegExp finds what Python finds', () => {
  const wrong = known.flatMap(({ pattern, found, javascript }) => {
    const isFound = searchFor(javascript)
    const bits = texts.map((text) => (isFound(text) ? '1' : '0')).join('')
    return bits === found ? [] : [[pattern, javascript, different(bits, found)]]
  })
  expect(wrong).toEqual([])
})

describe('in RE2', () => {
  let engine: Engine

  beforeAll(async () => {
    engine = await openEngine(quietServices)
    const rows = texts.map((text, place) => sql`(${place}, decode(from_hex(${Buffer.from(text).toString('hex')})))`)
    await engine.run(sql`CREATE TABLE texts AS SELECT * FROM (VALUES ${join(rows)}) AS t(place, value)`)
  })
  afterAll(() => engine.close())

  test('what is said to be the same finds what Python finds', async () => {
    const said = known.flatMap(({ pattern, found, re2 }) => (re2 === undefined ? [] : [{ pattern, found, re2 }]))
    const bits = await search(said.map(({ re2 }) => re2))
    const wrong = said.filter(({ found }, index) => bits[index] !== found)
    expect(wrong).toEqual([])
  })

  test('what is said to be the same for ASCII finds what Python finds there', async () => {
    const plain = texts.map((text) => /^\p{ASCII}*$/u.test(text))
    const inAscii = (bits = '') => [...bits].filter((_, place) => plain[place]).join('')
    const said = known.flatMap(({ pattern, found, ascii }) => (ascii === undefined ? [] : [{ pattern, found, ascii }]))
    const bits = await search(said.map(({ ascii }) => ascii))
    const wrong = said.filter(({ found }, index) => inAscii(bits[index]) !== inAscii(found))
    expect(wrong).toEqual([])
  })

  /** For each pattern, 1 for each text that it is found in, and 0 for the others. */
  async function search(wanted: readonly string[]): Promise<readonly string[]> {
    const found = wanted.map((pattern, index) => {
      const bit = sql`CASE WHEN regexp_matches(value, ${literal(pattern)}) THEN '1' ELSE '0' END`
      return sql`string_agg(${bit}, '' ORDER BY place) AS ${identifier(`m${index}`)}`
    })
    const [row = {}] = await engine.all<Record<string, string>>(sql`SELECT ${join(found)} FROM texts`)
    return wanted.map((_, index) => row[`m${index}`] ?? '')
  }
})

function different(bits: string, found: string): readonly string[] {
  return texts.filter((_, place) => bits[place] !== found[place])
}

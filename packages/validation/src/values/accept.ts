import { searchFor } from '../regex/search.ts'
import { isDateutil } from './dateutil/index.ts'
import { isJson, schemaTest } from './json.ts'
import { strptimeTest } from './strptime.ts'
import type { Accepts, Examined, ValueTest } from './types.ts'

/** Tests that were made, by what they are. One that cannot be made is kept as its reason. */
export type Made = Map<string, Promise<Accepts>>

/** Puts texts to a test, which is made once. */
export async function examineTexts(made: Made, test: ValueTest, texts: readonly string[]): Promise<Examined> {
  const key = JSON.stringify(test)
  const known = made.get(key) ?? make(test)
  made.set(key, known)
  try {
    const accepts = await known
    return { kind: 'examined', refused: texts.flatMap((text, place) => (accepts(text) ? [] : [place])) }
  } catch (error) {
    return { kind: 'fault', message: error instanceof Error ? error.message : String(error) }
  }
}

async function make(test: ValueTest): Promise<Accepts> {
  if (test.kind === 'regex') return regexTest(test)
  if (test.kind === 'json') return isJson
  if (test.kind === 'json-schema') return schemaTest(test.schema)
  if (test.kind === 'dateutil') return isDateutil
  const accepts = strptimeTest(test.format)
  return (text) => accepts(text) || (test.orT && accepts(text.replace(' ', 'T')))
}

function regexTest({ sources, wanted }: Extract<ValueTest, { kind: 'regex' }>): Accepts {
  const searches = sources.map(searchFor)
  if (wanted === 'all') return (text) => searches.every((isFound) => isFound(text))
  return (text) => searches.some((isFound) => isFound(text)) === (wanted === 'any')
}

import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { isDateutil } from './dateutil/index.ts'
import { formatProblem, strptimeTest } from './strptime.ts'

interface Reference {
  readonly texts: readonly string[]
  /** For each format, the texts that strptime reads. */
  readonly formats: Readonly<Record<string, readonly string[]>>
  readonly dates: readonly (readonly [text: string, readable: boolean])[]
}

const { texts, formats, dates }: Reference = JSON.parse(
  readFileSync(new URL('./fixtures/dates.json', import.meta.url), 'utf8'),
)

test('dateutil reads what python-dateutil reads', () => {
  expect(dates.filter(([text, readable]) => isDateutil(text) !== readable)).toEqual([])
})

test.each(Object.entries(formats))('%s reads what Python reads', (format, read) => {
  expect(texts.filter(strptimeTest(format))).toEqual(read)
})

test.each([
  ['%Q', "'%Q' is no directive of strptime"],
  ['%', "the format ends in '%'"],
  ['%d %d', "'%d' stands twice in the format"],
  ['%V', "'%V' needs '%G' and a day of the week"],
  ['%G', "'%G' needs '%V' and a day of the week"],
  ['%Y-%m-%d', undefined],
])('of the format %s: %s', (format, problem) => {
  expect(formatProblem(format)).toBe(problem)
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { evaluate } from './expression.ts'

interface Fixture {
  readonly parameters: Readonly<Record<string, unknown>>
  readonly values: Readonly<Record<string, { readonly value?: unknown; readonly refused?: true }>>
}

const fixture: Fixture = JSON.parse(readFileSync(new URL('./fixtures/expressions.json', import.meta.url), 'utf8'))
const now = new Date('2026-03-04T05:06:07.089Z')
const value = (text: string) => evaluate(text, { parameters: new Map(Object.entries(fixture.parameters)), now })

describe('expressions have the value that Great Expectations gives them', () => {
  test.each(Object.entries(fixture.values))('%s', (text, { value: expected, refused }) => {
    if (refused) expect(() => value(text)).toThrow(InputError)
    else if (typeof expected === 'number') expect(value(text)).toBeCloseTo(expected, 12)
    else expect(value(text)).toEqual(expected)
  })
})

test.each([
  ['datetime(year=2024, month=2, day=3)', '2024-02-03T00:00:00'],
  ['now()', '2026-03-04T05:06:07.089000'],
  ['now() - timedelta(weeks=52*100)', '1926-07-07T05:06:07.089000'],
])('%s is %s', (text, expected) => expect(value(text)).toBe(expected))

test.each([
  ['row_cuont', "character 1: there is no suite parameter 'row_cuont'; did you mean row_count?"],
  ['n + rund(x)', "character 5: there is no function 'rund'; did you mean round?"],
  ['n * ', 'character 5: there should be a number, a parameter or a function, not the end'],
  ['n / 0', 'character 3: division by zero'],
  ['some + 1', "character 1: the parameter 'some' is neither a number nor a date, and can only stand alone"],
  ['timedelta(days=n)', 'character 1: a span of time is no value: add it to a date'],
  ['day * 2', 'character 5: dates and numbers do not go with * like this'],
  ['10 ^ 400', 'character 1: this comes to Infinity'],
  ['constructor(1)', "character 1: there is no function 'constructor'"],
  ['urn:great_expectations:validations:a:b', /is a result of another run: give its value by a name/],
])('%s is refused', (text, message) => expect(() => value(text)).toThrow(message))

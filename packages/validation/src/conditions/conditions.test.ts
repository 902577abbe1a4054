import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sql } from '@trainyard/dataset'
import { isFault, tableFacts } from '../kinds/table.ts'
import { type OpenTable, tableOf } from '../testing/table.ts'
import { conditionSql } from './compile.ts'
import { readCondition } from './read.ts'

interface Fixture {
  readonly columns: Readonly<Record<string, readonly (string | number | boolean | null)[]>>
  /** Rows that pandas keeps, from 0. */
  readonly kept: Readonly<Record<string, readonly number[]>>
}

const { columns, kept }: Fixture = JSON.parse(readFileSync(new URL('./fixtures/pandas.json', import.meta.url), 'utf8'))
const values = (name: string) => columns[name] ?? []
let table: OpenTable

beforeAll(async () => {
  table = await tableOf({
    i: ['integer', values('i')],
    x: ['number', values('x').map((value) => value ?? Number.NaN)],
    s: ['string', values('s')],
    b: ['boolean', values('b')],
    d: ['date', values('d')],
    'a name': ['integer', values('a name')],
    never: ['string', values('i').map(() => null)],
  })
})
afterAll(() => table.close())

async function rowsOf(row_condition: unknown, condition_parser?: string): Promise<readonly number[] | string> {
  const read = readCondition({ row_condition, condition_parser })
  if (!read.ok) return `${read.problem.kwarg}: ${read.problem.message}`
  if (!read.condition) return 'no condition'
  const facts = tableFacts(table)
  const where = conditionSql(read.condition, facts)
  if (isFault(where)) return where.message
  const query = sql`SELECT "rowNumber" - 1 AS row FROM ${facts.source} WHERE ${where} ORDER BY row`
  return (await table.engine.all<{ row: number }>(query)).map(({ row }) => row)
}

test.each(Object.entries(kept))('pandas keeps the same rows: %s', async (condition, rows) => {
  // The one difference that is meant: a column of text may hold numbers.
  expect(await rowsOf(condition, 'pandas')).toEqual(condition === 's == 5' ? [4] : rows)
})

describe('the language of Great Expectations, and that of Spark, which leaves out missing values', () => {
  test.each([
    ['col("i") > 4', 'i > 4', [4, 5]],
    ['col("x")<-0.5', 'x < -0.5', [2]],
    ['col("s") == "it\'s"', 's = "it\'s"', [3]],
    ['col("x").notnull()', 'x IS NOT NULL', [0, 2, 3, 5]],
    ['col("x").notNull()', 'x is not null', [0, 2, 3, 5]],
    ['col("d") >= date("2024-01-02")', "d >= '2024-01-02'", [1, 3, 5]],
    ['col("a name") <= 1', '`a name` <= 1', [0, 1]],
  ])('%s', async (ours, spark, rows) => {
    expect(await rowsOf(ours, 'great_expectations')).toEqual(rows)
    expect(await rowsOf(ours, 'great_expectations__experimental__')).toEqual(rows)
    expect(await rowsOf(spark, 'spark')).toEqual(rows)
  })

  test('a missing value is unequal to everything, but not in Spark', async () => {
    expect(await rowsOf('col("x") != 0.5', 'great_expectations')).toEqual([1, 2, 3, 4, 5])
    expect(await rowsOf('x <> 0.5', 'spark')).toEqual([2, 3, 5])
  })

  test.each([
    ["s IN ('a', 'b') OR i = 6 AND b = false", [0, 1, 5]],
    ["s NOT IN ('a')", [1, 3, 4, 5]],
    ['(i = 1 OR i = 2) AND x IS NULL', [1]],
  ])('%s', async (condition, rows) => expect(await rowsOf(condition, 'spark')).toEqual(rows))
})

describe('the JSON form', () => {
  const column = { name: 'x' }
  const above = (parameter: unknown) => ({ type: 'comparison', column, operator: '>', parameter })
  test.each<[object, readonly number[]]>([
    [above(0), [0, 3, 5]],
    [{ type: 'comparison', column: { name: 's' }, operator: 'IN', parameter: ['a', 'b'] }, [0, 1]],
    [{ type: 'comparison', column: { name: 's' }, operator: 'NOT_IN', parameter: ['a', 'b'] }, [2, 3, 4, 5]],
    [{ type: 'nullity', column, is_null: true }, [1, 4]],
    [{ type: 'nullity', column, is_null: false }, [0, 2, 3, 5]],
    [{ type: 'and', conditions: [above(0), { type: 'and', conditions: [above(1), above(2)] }] }, [3, 5]],
    [{ type: 'or', conditions: [above(3), { type: 'and', conditions: [above(0), above(2)] }] }, [3, 5]],
    [{ type: 'pass_through', pass_through_filter: 'i > 5' }, [5]],
  ])('%j', async (condition, rows) => expect(await rowsOf(condition)).toEqual(rows))

  test.each<[unknown, string]>([
    [7, 'row_condition: a condition is an object with a type'],
    [{ type: 'comparision' }, "row_condition: type: unknown type 'comparision'; did you mean comparison?"],
    [{ type: '__proto__' }, "row_condition: type: unknown type '__proto__'"],
    [above(null), 'row_condition: parameter: must be a constant; for null there is type nullity'],
    [{ ...above(1), operator: '=' }, 'row_condition: operator: must be one of == != < <= > >= IN NOT_IN, not "="'],
    [{ ...above(1), column: 'x' }, 'row_condition: column: must name a column: {"name": …}'],
    [{ type: 'nullity', column }, 'row_condition: is_null: must be true or false'],
    [{ ...above([1, 'a']), operator: 'IN' }, 'row_condition: parameter: must hold values of one type'],
    [
      { type: 'and', conditions: [{ type: 'or', conditions: [above(1)] }] },
      "row_condition: conditions[0]: an 'or' cannot stand inside an 'and'",
    ],
    [
      { type: 'or', conditions: Array.from({ length: 101 }, () => above(1)) },
      'row_condition: more than 100 conditions',
    ],
  ])('refuses %j', async (condition, message) => expect(await rowsOf(condition)).toBe(message))
})

describe('what a language cannot say is refused by name', () => {
  test.each([
    ['pandas', 'i > @limit', 'character 5: @ names a Python variable, which a suite does not hold'],
    ['pandas', 'i % 5 % 2 == 0', 'character 7: one % within another is not evaluated'],
    ['pandas', 'i = 1', 'character 3: = is not evaluated'],
    ['pandas', 's.str.title() == "A"', 'character 3: .str.title is not evaluated'],
    ['pandas', 's.str.len > 1', 'character 3: .str.len is not evaluated'],
    ['pandas', 's.str.len()', 'character 1: there should be a condition, not a value'],
    [
      'pandas',
      's.str.contains("(a")',
      'character 16: the regular expression is refused: a group is not closed (character 1)',
    ],
    [
      'pandas',
      's.str.contains("(?=a)")',
      'character 16: a regular expression that RE2 cannot say is not evaluated in a condition',
    ],
    ['pandas', 's.str.contains("a", na=True)', 'character 24: na=True is not evaluated'],
    ['pandas', 's.str.contains("a", flags=2)', 'character 21: the argument flags is not evaluated'],
    ['pandas', 's.map(len) > 1', 'character 3: .map is not evaluated'],
    ['pandas', '__import__("os").system("true")', 'character 1: the function __import__() is not evaluated'],
    ['pandas', 'i[0] > 1', 'character 2: parts of a column are not evaluated'],
    ['pandas', 's == None', 'character 6: None is equal to nothing: ask for .isnull() or .notnull()'],
    ['pandas', 'i > ', 'character 5: there should be a value, not the end'],
    ['pandas', '(i > 1', "character 7: there should be ')', not the end"],
    ['pandas', 'i > 1)', "character 6: there should be a value, not ')'"],
    ['pandas', "s == 'a", "character 6: the quote ' is not closed"],
    ['pandas', 'i + 1', 'character 1: there should be a condition, not a value'],
    ['pandas', 'i < [1]', 'character 5: a list has no order: <'],
    ['spark', 'NOT i > 1', 'character 1: NOT is not evaluated: Spark leaves out rows with missing values'],
    ['spark', 'length(s) > 1', 'character 1: the function length() is not evaluated'],
    ['spark', "s LIKE 'a%'", 'character 3: only comparisons, IN and IS NULL are evaluated, not LIKE'],
    ['great_expectations', 'x > 5', "character 1: there should be 'col', not 'x'"],
    ['great_expectations', 'col("x").isnull()', 'character 10: .isnull is not evaluated; .notnull() is'],
    [
      'great_expectations',
      'col("x") > 5 and col("i") > 1',
      "character 14: one comparison is all that this condition_parser takes; 'and' is too much",
    ],
  ])('%s: %s', async (parser, condition, message) => {
    expect(await rowsOf(condition, parser)).toBe(`row_condition: ${message}`)
  })

  test('an unknown condition_parser', async () => {
    expect(await rowsOf('i > 1', 'panda')).toBe(
      'condition_parser: unknown condition_parser "panda"; did you mean pandas?',
    )
    expect(await rowsOf('i > 1')).toMatch(/^condition_parser: a row_condition says its language: one of pandas, spark/)
  })
})

describe('what this table cannot answer', () => {
  test.each([
    ['ii > 1', "the table has no column 'ii'; there is 'i'"],
    ['s > 1', 'column \'s\' holds string values, which cannot be compared with "1"'],
    ['i > s', "'i' (integer) and 's' (string) have no common order"],
    ['i', "column 'i' holds integer values, which are no condition"],
    ['i.str.len() > 2', "column 'i' holds integer values, which are no text"],
    ['s.str.lower() + 1 > 2', '.str.lower() is no number to reckon with'],
    ['s + 1 > 2', "column 's' holds string values, which are no numbers to reckon with"],
  ])('%s', async (condition, message) => expect(await rowsOf(condition, 'pandas')).toBe(message))

  test('a column without values is equal to nothing', async () => {
    expect(await rowsOf('never > 1', 'pandas')).toEqual([])
    expect(await rowsOf('never != 1', 'pandas')).toHaveLength(6)
  })

  test('texts are quoted', async () => {
    expect(await rowsOf('s == "\'; DROP TABLE data; --"', 'pandas')).toEqual([])
    expect(await rowsOf('`x" OR 1=1 --` > 1', 'pandas')).toMatch(/no column 'x" OR 1=1 --'/)
  })
})

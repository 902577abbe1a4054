import { nearest } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { KwargProblem } from '../kinds/expectation.ts'
import { parseColumns } from './columns.ts'
import { parseConditionJson } from './json.ts'
import { parsePandas } from './pandas.ts'
import { parseSpark } from './spark.ts'
import type { Condition } from './types.ts'

const parsers: Readonly<Record<string, (text: string) => Condition>> = {
  pandas: parsePandas,
  spark: parseSpark,
  great_expectations: parseColumns,
  great_expectations__experimental__: parseColumns,
}

export type ReadCondition =
  | { readonly ok: true; readonly condition: Condition | undefined }
  | { readonly ok: false; readonly problem: KwargProblem }

/** Reads `row_condition` in the dialect that `condition_parser` names, or in its JSON form, which needs none. */
export function readCondition({ row_condition, condition_parser }: Readonly<Record<string, unknown>>): ReadCondition {
  if (row_condition === undefined || row_condition === null || row_condition === '') {
    return { ok: true, condition: undefined }
  }
  if (typeof row_condition !== 'string') return attempt(() => parseConditionJson(row_condition))
  const parser = Object.entries(parsers).find(([name]) => name === condition_parser)?.[1]
  return parser ? attempt(() => parser(row_condition)) : refuseParser(condition_parser)
}

function attempt(parse: () => Condition): ReadCondition {
  try {
    return { ok: true, condition: parse() }
  } catch (error) {
    if (error instanceof RangeError)
      return { ok: false, problem: { kwarg: 'row_condition', message: 'nested too deep' } }
    if (!(error instanceof InputError)) throw error
    return { ok: false, problem: { kwarg: 'row_condition', message: error.problems[0]?.message ?? error.message } }
  }
}

function refuseParser(name: unknown): ReadCondition {
  const known = Object.keys(parsers)
  const near = typeof name === 'string' ? nearest(name, known) : undefined
  const message =
    name === undefined || name === null
      ? `a row_condition says its language: one of ${known.join(', ')}`
      : `unknown condition_parser ${JSON.stringify(name)}${near ? `; did you mean ${near}?` : `; known are ${known.join(', ')}`}`
  return { ok: false, problem: { kwarg: 'condition_parser', message } }
}

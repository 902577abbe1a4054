import { nearest } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { Scalar } from '../kinds/kwargs.ts'
import { parsePandas } from './pandas.ts'
import { type Condition, isOperator, not } from './types.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** Great Expectations' own limit. */
const mostConditions = 100

/**
 * Reads the JSON form of Great Expectations 1.8 and later. As there: 100 conditions at most, and no `or` below an `and` or an `or`.
 * @throws InputError naming what is wrong, and its path
 */
export function parseConditionJson(value: unknown): Condition {
  const parsed = parse(value, '', undefined)
  if (count(parsed) > mostConditions) throw new InputError(`more than ${mostConditions} conditions`)
  return parsed
}

function parse(value: unknown, path: string, parent: 'and' | 'or' | undefined): Condition {
  if (!isObject(value)) return refuse(path, 'a condition is an object with a type')
  const type = String(value['type'])
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (reader) return reader(value, path, parent)
  const near = nearest(type, Object.keys(readers))
  return refuse(`${path}.type`, `unknown type '${type}'${near ? `; did you mean ${near}?` : ''}`)
}

const readers: Readonly<Record<string, (value: JsonObject, path: string, parent?: 'and' | 'or') => Condition>> = {
  comparison,
  nullity: (value, path) => {
    const missing: Condition = { kind: 'missing', column: columnName(value, path) }
    if (typeof value['is_null'] !== 'boolean') return refuse(`${path}.is_null`, 'must be true or false')
    return value['is_null'] ? missing : not(missing)
  },
  and: (value, path) => ({ kind: 'all', conditions: parts(value, path, 'and') }),
  or: (value, path, parent) => {
    if (parent) return refuse(path, `an 'or' cannot stand inside an '${parent}'`)
    return { kind: 'any', conditions: parts(value, path, 'or') }
  },
  pass_through: ({ pass_through_filter: filter }, path) => {
    return typeof filter === 'string' ? parsePandas(filter) : refuse(`${path}.pass_through_filter`, 'must be a string')
  },
}

function parts(value: JsonObject, path: string, parent: 'and' | 'or'): readonly Condition[] {
  const { conditions } = value
  if (!Array.isArray(conditions) || conditions.length === 0) {
    return refuse(`${path}.conditions`, 'must be a list of conditions')
  }
  return conditions.map((entry, index) => parse(entry, `${path}.conditions[${index}]`, parent))
}

function comparison(value: JsonObject, path: string): Condition {
  const left = { kind: 'column', name: columnName(value, path) } as const
  const { operator, parameter } = value
  if (operator === 'IN' || operator === 'NOT_IN') {
    const member: Condition = { kind: 'member', operand: left, values: members(parameter, `${path}.parameter`) }
    return operator === 'IN' ? member : not(member)
  }
  if (!isOperator(operator)) {
    return refuse(`${path}.operator`, `must be one of == != < <= > >= IN NOT_IN, not ${JSON.stringify(operator)}`)
  }
  if (!isScalar(parameter)) return refuse(`${path}.parameter`, 'must be a constant; for null there is type nullity')
  return { kind: 'comparison', operator, left, right: { kind: 'constant', value: parameter } }
}

function members(value: unknown, path: string): readonly Scalar[] {
  if (!Array.isArray(value) || !value.every(isScalar)) return refuse(path, 'must be a list of numbers or of strings')
  if (new Set(value.map((entry) => typeof entry)).size <= 1) return value
  return refuse(path, 'must hold values of one type')
}

function columnName({ column }: JsonObject, path: string): string {
  const name = isObject(column) ? column['name'] : undefined
  return typeof name === 'string' ? name : refuse(`${path}.column`, 'must name a column: {"name": …}')
}

function count(condition: Condition): number {
  if (condition.kind !== 'all' && condition.kind !== 'any') return 1
  return condition.conditions.reduce((sum, part) => sum + count(part), 0)
}

function refuse(path: string, message: string): never {
  throw new InputError(path === '' ? message : `${path.replace(/^\./, '')}: ${message}`)
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

import { parseDuration, parseSize } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { Fault } from '../rules/bound.ts'
import { type CostName, type CostRule, costNames, unitOf } from './types.ts'

const written = /^\s*(latency|memory|size|parity)((?:\.\w+)?)(?![\w(-])\s*(.*?)\s*$/s
const demanded = /^(<=|>=|<|>|==?|!=)\s*(.+)$/s
const multiple = /^champion(?:\s*\*\s*(\S+))?$|^(\S+)\s*\*\s*champion$/
const forms =
  'Such rules read: latency.p95 <= 20ms, latency.p95 <= champion * 1.2, memory <= 300MiB, size <= champion * 1.1, parity <= 1e-5.'

/** Reads a rule of what running the model costs; undefined where it is a rule of something else. */
export function parseCost(text: string): CostRule | Fault | undefined {
  const [, head, tail = '', rest = ''] = written.exec(text) ?? []
  if (head === undefined) return undefined
  const cost = costNames.find((name) => name === `${head}${tail}`)
  if (cost === undefined)
    return { message: `unknown cost '${head}${tail}'`, remedy: `There are: ${costNames.join(', ')}.` }
  const [, operator, right = ''] = demanded.exec(rest) ?? []
  if (operator !== '<=')
    return {
      message: `'${text.trim()}' is not a rule: ${cost} is the better the lower, and of no slice`,
      remedy: forms,
    }
  const bound = readFactor(cost, right) ?? readConstant(cost, right)
  return 'message' in bound ? bound : { text: text.trim(), cost, ...bound }
}

type Limit = Pick<CostRule, 'bound' | 'against'>

/** `champion`, `champion * 1.2` or `1.2 * champion`; undefined where it is none of them. */
function readFactor(cost: CostName, right: string): Limit | Fault | undefined {
  const [whole, behind, before] = multiple.exec(right) ?? []
  if (whole === undefined)
    return /champion|baseline/.test(right)
      ? { message: `'${right}' is not a multiple of the champion's ${cost}`, remedy: forms }
      : undefined
  if (cost === 'parity')
    return { message: "parity compares with the model's own original, not with a champion", remedy: forms }
  const factor = Number(behind ?? before ?? 1)
  if (Number.isFinite(factor) && factor > 0) return { bound: factor, against: 'champion' }
  return { message: `'${behind ?? before}' is not a factor above 0`, remedy: forms }
}

function readConstant(cost: CostName, right: string): Limit | Fault {
  try {
    const bound = readers[unitOf[cost]](right)
    if (bound > 0 || cost === 'parity') return { bound }
    return { message: `${cost} is never 0, so that no model passes '<= ${right}'`, remedy: forms }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { message: error.problems[0]?.message ?? error.message, remedy: forms }
  }
}

const readers = {
  ms: milliseconds,
  bytes: parseSize,
  difference: plainNumber,
} as const

/** A duration, of which a part of a millisecond counts here: `0.5ms`, `20ms`, `1s`. */
function milliseconds(text: string): number {
  const fraction = /^(\d*\.?\d+)\s*ms$/.exec(text.trim())?.[1]
  return fraction === undefined ? parseDuration(text) : Number(fraction)
}

function plainNumber(text: string): number {
  const value = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(value)) return value
  throw new InputError(`'${text}' is not a number of 0 or more`)
}

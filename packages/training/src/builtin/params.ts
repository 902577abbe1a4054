import { nearest } from '@trainyard/config'
import { InputError, type Problem } from '@trainyard/ports'
import type { ParamValue } from '../types.ts'

/** What `train.params` may say to the built-in trainer. Names as in scikit-learn and Keras where they have one. */
export interface BuiltinParams {
  readonly model: 'linear' | 'mlp'
  readonly task: 'auto' | 'classification' | 'regression'
  /** Units of the hidden layer. */
  readonly hidden: number
  readonly epochs: number
  readonly learning_rate: number
  readonly batch_size: number
  /** Epochs without a better validation loss after which training stops. */
  readonly patience: number
  readonly class_weight: 'none' | 'balanced'
  /** Categories of a text column that get a column of their own; rarer ones share none. */
  readonly max_categories: number
}

export const builtinDefaults: BuiltinParams = {
  model: 'mlp',
  task: 'auto',
  hidden: 16,
  epochs: 200,
  learning_rate: 0.01,
  batch_size: 32,
  patience: 15,
  class_weight: 'none',
  max_categories: 50,
}

type Check = (value: ParamValue) => string | undefined

const choice =
  (...choices: readonly string[]): Check =>
  (value) =>
    choices.includes(String(value)) ? undefined : `must be ${choices.join(' or ')}, not '${value}'`

const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}, not '${value}'`

const checks: Readonly<Record<keyof BuiltinParams, Check>> = {
  model: choice('linear', 'mlp'),
  task: choice('auto', 'classification', 'regression'),
  hidden: whole(1, 1024),
  epochs: whole(1, 10_000),
  learning_rate: (value) =>
    typeof value === 'number' && value > 0 && value <= 10
      ? undefined
      : `must be a number above 0 and at most 10, not '${value}'`,
  batch_size: whole(1, 1_000_000),
  patience: whole(1, 10_000),
  class_weight: choice('none', 'balanced'),
  max_categories: whole(1, 1000),
}

/** The parameters with their defaults. @throws InputError with every unknown or impossible one */
export function builtinParams(given: Readonly<Record<string, ParamValue>>): BuiltinParams {
  const problems = Object.entries(given).flatMap((one) => problemOf(one) ?? [])
  if (problems.length > 0) throw new InputError(problems)
  return { ...builtinDefaults, ...given }
}

/** Parameters that a search tries. @throws InputError with every one that is unknown, before the first trial */
export function expectBuiltinNames(names: readonly string[]): void {
  const problems = names.filter((name) => !isKnown(name)).map((name) => unknown(name, 'train.search.space'))
  if (problems.length > 0) throw new InputError(problems)
}

function problemOf([name, value]: [string, ParamValue]): Problem | undefined {
  if (!isKnown(name)) return unknown(name, 'train.params')
  const fault = checks[name](value)
  return fault === undefined
    ? undefined
    : { message: fault, at: { file: 'trainyard.yml', key: `train.params.${name}` } }
}

function unknown(name: string, section: string): Problem {
  const at = { file: 'trainyard.yml', key: `${section}.${name}` }
  return { message: 'unknown parameter of the built-in trainer', at, remedy: remedyFor(name) }
}

function isKnown(name: string): name is keyof BuiltinParams {
  return Object.hasOwn(checks, name)
}

function remedyFor(name: string): string {
  const known = Object.keys(checks)
  const near = nearest(name, known)
  return near === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`
}

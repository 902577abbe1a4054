import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { DataSource } from '../types.ts'
import type { Shares } from './shares.ts'

/** How rows that no file assigns are split. */
export interface SplitPlan {
  readonly method: 'files' | 'hash' | 'time'
  readonly seed: number
  /** Shares that the rule gives, of the rows that no file assigns. */
  readonly shares: Shares
  /** Time column of a split by time. */
  readonly by?: string
  /** Class column, when every class is split alike; of several labels their columns, the rarest first. */
  readonly stratifiedBy?: string | readonly string[]
}

/** Distinct values of the target; of several labels the rows that have each. */
export type TargetCounts = { readonly classes: number } | { readonly having: ReadonlyMap<string, number> }

/** Whole numbers with more distinct values are quantities, as the trainer takes them. */
const mostIntegerClasses = 20
/** With more classes than this, most would have too few rows for three shares. */
const mostClasses = 1000

/**
 * The rule for a source: by time where a time column is named, else by hash, stratified by a target that is a class, of several labels
 * by the rarest that a row has. Without a target there is nothing to judge a model by: then the files alone decide, and nothing
 * is split off.
 * @throws {InputError} for shares that leave nothing to train on, or a split by time without a time column
 */
export function planSplit(source: DataSource, columns: readonly ColumnDocument[], counts: TargetCounts): SplitPlan {
  const { split = {} } = source
  const test = source.test ? 0 : (split.test ?? 0.2)
  const validation = source.validation ? 0 : (split.validation ?? 0.1)
  checkShares(test, validation)
  const base = { seed: split.seed ?? 0, shares: { train: rest(test + validation), validation, test } }
  if (isUnsplit(source) || (test === 0 && validation === 0)) return { ...base, method: 'files' }
  const method = split.by ?? (source.time === undefined ? 'hash' : 'time')
  if (method === 'hash') return { ...base, method, ...stratum(columns, counts) }
  if (source.time !== undefined) {
    expectTimes(source.time, columns)
    return { ...base, method, by: source.time }
  }
  throw new InputError('a split by time needs a time column', {
    at: { file: 'trainyard.yml', key: 'data.split.by' },
    remedy: 'Name it under data.time.',
  })
}

/** Nothing says what to predict, or how rows would be shared out. */
function isUnsplit({ target, time, split }: DataSource): boolean {
  return target === undefined && time === undefined && split?.by === undefined
}

/** Every row needs a time to be put in order. */
function expectTimes(time: string, columns: readonly ColumnDocument[]): void {
  const missing = columns.find(({ name }) => name === time)?.missing ?? 0
  if (missing === 0) return
  throw new InputError(`${missing === 1 ? '1 row has' : `${missing} rows have`} no time, and rows are split by time`, {
    at: { file: 'trainyard.yml', key: 'data.time' },
    remedy: 'Give these rows a time, or split by hash: data.split.by: hash.',
  })
}

/** What is left of one, without the noise of binary fractions. */
function rest(share: number): number {
  return Number((1 - share).toFixed(12))
}

function checkShares(test: number, validation: number): void {
  if (test >= 0 && validation >= 0 && test + validation < 1) return
  throw new InputError(`a test share of ${test} and a validation share of ${validation} leave nothing to train on`, {
    at: { file: 'trainyard.yml', key: 'data.split' },
    remedy: 'Shares lie between 0 and 1, and their sum below 1.',
  })
}

function stratum(columns: readonly ColumnDocument[], counts: TargetCounts): Pick<SplitPlan, 'stratifiedBy'> {
  if ('having' in counts) return counts.having.size > mostClasses ? {} : { stratifiedBy: rarestFirst(counts.having) }
  const target = columns.find(({ role }) => role === 'target')
  if (!target || counts.classes > (limits[target.type] ?? 0)) return {}
  return { stratifiedBy: target.name }
}

/** Labels that equally many rows have keep their order. */
function rarestFirst(having: ReadonlyMap<string, number>): readonly string[] {
  return [...having].sort(([, one], [, other]) => one - other).map(([name]) => name)
}

const limits: Readonly<Partial<Record<ColumnType, number>>> = {
  string: mostClasses,
  boolean: mostClasses,
  integer: mostIntegerClasses,
}

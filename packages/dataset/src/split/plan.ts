import type { ColumnDocument } from '@trainyard/evidence'
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
  /** Class column, when every class is split alike. */
  readonly stratifiedBy?: string
}

/**
 * The rule for a source: by time where a time column is named, else by hash, stratified by a target that is a class.
 * @throws {InputError} for shares that leave nothing to train on, or a split by time without a time column
 */
export function planSplit(source: DataSource, columns: readonly ColumnDocument[]): SplitPlan {
  const { split = {} } = source
  const test = source.test ? 0 : (split.test ?? 0.2)
  const validation = source.validation ? 0 : (split.validation ?? 0.1)
  checkShares(test, validation)
  const base = { seed: split.seed ?? 0, shares: { train: 1 - test - validation, validation, test } }
  if (test === 0 && validation === 0) return { ...base, method: 'files' }
  const method = split.by ?? (source.time === undefined ? 'hash' : 'time')
  if (method === 'hash') return { ...base, method, ...stratum(columns) }
  if (source.time !== undefined) return { ...base, method, by: source.time }
  throw new InputError('a split by time needs a time column', {
    at: { file: 'trainyard.yml', key: 'data.split.by' },
    remedy: 'Name it under data.time.',
  })
}

function checkShares(test: number, validation: number): void {
  if (test >= 0 && validation >= 0 && test + validation < 1) return
  throw new InputError(`a test share of ${test} and a validation share of ${validation} leave nothing to train on`, {
    at: { file: 'trainyard.yml', key: 'data.split' },
    remedy: 'Shares lie between 0 and 1, and their sum below 1.',
  })
}

function stratum(columns: readonly ColumnDocument[]): { readonly stratifiedBy?: string } {
  const target = columns.find(({ role }) => role === 'target')
  return target && (target.type === 'string' || target.type === 'boolean') ? { stratifiedBy: target.name } : {}
}

import { nearest } from '@trainyard/config'
import { type ColumnRole, targetColumns } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { DataSource } from './types.ts'

/**
 * What each column is for. Those that nothing is said of are features.
 * @throws {InputError} for each column that is named but not there, and for a column with two roles
 */
export function assignRoles(source: DataSource, columns: readonly string[]): Map<string, ColumnRole> {
  const roles = new Map(columns.map((column): [string, ColumnRole] => [column, 'feature']))
  const taken = new Map<string, ColumnRole>()
  for (const { role, names } of namedRoles(source)) {
    expectColumns(role, names, columns)
    for (const column of names) {
      expectFree(column, role, taken.get(column))
      taken.set(column, role)
      roles.set(column, role)
    }
  }
  return roles
}

/** @throws {InputError} for names that are no columns, each with the nearest column */
export function expectColumns(key: string, names: readonly string[], columns: readonly string[]): void {
  const problems = names
    .filter((name) => !columns.includes(name))
    .map((name) => {
      const near = nearest(name, columns)
      return {
        message: `the data has no column ${name}`,
        at: { file: 'trainyard.yml', key: `data.${key}` },
        remedy: near === undefined ? `Its columns: ${columns.join(', ')}.` : `Did you mean ${near}?`,
      }
    })
  if (problems.length > 0) throw new InputError(problems)
}

interface Named {
  readonly role: ColumnRole
  readonly names: readonly string[]
}

function namedRoles({ ignore = [], weight, time, id, target }: DataSource): Named[] {
  const one = (role: ColumnRole, name: string | undefined): Named => ({ role, names: name === undefined ? [] : [name] })
  return [
    { role: 'target', names: target === undefined ? [] : targetColumns(target) },
    one('id', id),
    one('time', time),
    one('weight', weight),
    { role: 'ignore', names: [...new Set(ignore)] },
  ]
}

function expectFree(column: string, role: ColumnRole, other: ColumnRole | undefined): void {
  if (other === undefined) return
  throw new InputError(`the column ${column} is both ${other} and ${role}`, {
    at: { file: 'trainyard.yml', key: `data.${role}` },
    remedy: 'A column has one role. Take it out of one of them.',
  })
}

import type { ColumnRole } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { DataSource } from './types.ts'

/**
 * What each column is for. Those that nothing is said of are features.
 * @throws {InputError} for each column that is named but not there
 */
export function assignRoles(source: DataSource, columns: readonly string[]): Map<string, ColumnRole> {
  const named = namedRoles(source)
  const unknown = named.filter(({ column }) => !columns.includes(column))
  if (unknown.length > 0) {
    throw new InputError(unknown.map(({ role, column }) => unknownColumn(role, column, columns)))
  }
  const roles = new Map(named.map(({ role, column }) => [column, role]))
  return new Map(columns.map((column) => [column, roles.get(column) ?? 'feature']))
}

interface Named {
  readonly role: ColumnRole
  readonly column: string
}

/** Later ones beat earlier ones: a time column that is ignored as a feature is still ignored. */
function namedRoles({ ignore = [], weight, time, id, target }: DataSource): Named[] {
  const one = (role: ColumnRole, column: string | undefined): Named[] =>
    column === undefined ? [] : [{ role, column }]
  return [
    ...ignore.map((column): Named => ({ role: 'ignore', column })),
    ...one('weight', weight),
    ...one('time', time),
    ...one('id', id),
    ...one('target', target),
  ]
}

function unknownColumn(role: ColumnRole, column: string, columns: readonly string[]) {
  const near = columns.find((name) => name.toLowerCase() === column.toLowerCase())
  return {
    message: `the data has no column ${column}`,
    at: { file: 'trainyard.yml', key: `data.${role}` },
    remedy: near ? `Did you mean ${near}?` : `Its columns: ${columns.join(', ')}.`,
  }
}

import { nearest } from '@trainyard/config'
import { type ColumnValues, InputError } from '@trainyard/ports'
import { expectValues } from './cells.ts'
import type { TableLayout } from './layout.ts'
import type { PredictionTable } from './types.ts'

/** Columns that the user named for it, where the table has them: weights are no slice, groups may be. */
export function withDesign<Layout extends Pick<TableLayout, 'slices'>>(
  layout: Layout,
  { weight, group }: { readonly weight?: string; readonly group?: string },
): Layout & Pick<TableLayout, 'weight' | 'group'> {
  const { slices } = layout
  if (group !== undefined && !slices.includes(group)) throw noGroups(group, slices)
  const weighs = weight !== undefined && slices.includes(weight)
  return {
    ...layout,
    slices: slices.filter((name) => name !== weight),
    ...(weighs && { weight }),
    ...(group !== undefined && { group }),
  }
}

/** Weights and groups of the rows. @throws InputError for a row without one, or with a weight that is not above 0 */
export function designOf(
  { weight, group }: Pick<TableLayout, 'weight' | 'group'>,
  columns: ReadonlyMap<string, ColumnValues>,
  file: string,
): Pick<PredictionTable, 'weight' | 'group'> {
  return {
    ...(weight !== undefined && {
      weight: { column: weight, values: weightsOf(columns.get(weight) ?? [], weight, file) },
    }),
    ...(group !== undefined && { group: { column: group, values: groupsOf(columns.get(group) ?? [], group, file) } }),
  }
}

function weightsOf(values: ColumnValues, name: string, file: string): Float64Array {
  expectValues(values, name, file)
  const weights = Float64Array.from(values as ArrayLike<number>)
  const row = weights.findIndex((value) => !(value > 0 && Number.isFinite(value)))
  if (row < 0) return weights
  throw new InputError(`the weight of row ${row + 1} is ${weights[row]}, not above 0`, {
    at: { file, key: name },
    remedy: 'Leave rows that should not count out of the table.',
  })
}

function groupsOf(values: ColumnValues, name: string, file: string): Uint32Array {
  expectValues(values, name, file)
  const numbers = new Map<unknown, number>()
  return Uint32Array.from(values as ArrayLike<unknown> as ArrayLike<number>, (value: unknown) => {
    const number = numbers.get(value) ?? numbers.size
    numbers.set(value, number)
    return number
  })
}

function noGroups(group: string, slices: readonly string[]): InputError {
  const near = nearest(group, slices)
  const listed = `The predictions have, beside labels and answers: ${slices.join(', ') || 'nothing'}.`
  return new InputError(`no column ${group}, which evaluate.group names`, {
    at: { file: 'trainyard.yml', key: 'evaluate.group' },
    remedy: near === undefined ? listed : `Did you mean ${near}? ${listed}`,
  })
}

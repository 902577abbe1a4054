import { nearest } from '@trainyard/config'
import type { ColumnDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'

/** Which column is what in a table of predictions. */
export interface TableLayout {
  readonly label: string
  readonly prediction?: string
  readonly id?: string
  readonly probabilities: readonly { readonly column: string; readonly name: string }[]
}

/** Names that the columns go by; the first that is there counts. */
const labelNames = ['label', 'y_true', 'target']
const predictionNames = ['prediction', 'y_pred', 'predicted']

/** Finds label, prediction, id and `p_<class>`. @throws InputError where the label, or any answer, is missing */
export function layoutOf(columns: readonly Pick<ColumnDocument, 'name'>[], file: string): TableLayout {
  const names = columns.map(({ name }) => name)
  const label = labelNames.find((name) => names.includes(name))
  const prediction = predictionNames.find((name) => names.includes(name))
  const probabilities = names
    .filter((name) => name.startsWith('p_'))
    .map((column) => ({ column, name: column.slice(2) }))
  if (label === undefined) throw absent('label', names, file)
  if (prediction === undefined && probabilities.length < 2) throw absent('prediction', names, file)
  return {
    label,
    probabilities,
    ...(prediction !== undefined && { prediction }),
    ...(names.includes('id') && { id: 'id' }),
  }
}

function absent(what: string, names: readonly string[], file: string): InputError {
  const near = nearest(what, names)
  const columns = `Columns: ${names.join(', ')}. Needed: label, and prediction or one probability a class (p_<class>).`
  return new InputError(`no column ${what}`, { at: { file }, remedy: near ? `Is it ${near}? ${columns}` : columns })
}

import { child, children, type Message, textOf, texts } from '@trainyard/config'

/** ` for every country`, nothing for all rows; or why these rows cannot be named. */
export type Rows = { readonly text: string } | { readonly why: string }

/** The rows that a slicing spec is of. */
export function rowsOf(spec: Message): Rows {
  if (textOf(spec, 'slice_keys_sql') !== undefined) return { why: 'a slice by SQL is not a rule here' }
  const keys = texts(spec, 'feature_keys')
  const values = children(spec, 'feature_values')
  if (keys.length + values.length > 1) return { why: 'slices of several columns at once are not rules here' }
  if (keys[0] !== undefined) return { text: ` for every ${quoted(keys[0])}` }
  const [pair] = values
  if (pair === undefined) return { text: '' }
  return { text: ` for ${quoted(textOf(pair, 'key') ?? '')} = ${quoted(textOf(pair, 'value') ?? '')}` }
}

/** Slices that a threshold of its own applies to: all that are computed, which is the whole table where none is named. */
export function allSlices(config: Message): readonly Rows[] {
  const specs = children(config, 'slicing_specs')
  return specs.length === 0 ? [{ text: '' }] : specs.map(rowsOf)
}

/** Least rows of a slice, where it is said. */
export function leastRows(config: Message): Message | undefined {
  return child(child(config, 'options'), 'min_slice_size')
}

function quoted(text: string): string {
  return /^\w+$/.test(text) ? text : `"${text}"`
}

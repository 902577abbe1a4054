import { metrics } from '@trainyard/metrics'
import { InputError } from '@trainyard/ports'
import { isMap, type RuleImporter, sorted, type Translation } from './types.ts'

/** A metrics file of DVC: values, in maps of any depth. The model may be worse than each by the margin. */
export const metricsFile: RuleImporter = {
  name: 'metrics file',
  recognises: (_, value) => isMap(value) && leaves(value, []).length > 0,
  read: (_text, file, value, { margin }) => {
    if (margin === undefined)
      throw new InputError('a metrics file holds values without the rows they were measured on', {
        at: { file },
        remedy: 'Say by how much the model may be worse: evaluate.import-margin: 0.02',
      })
    return sorted(isMap(value) ? leaves(value, []).map(([keys, number]) => ofValue(keys, number, margin, file)) : [])
  },
}

type Leaf = readonly [keys: readonly string[], value: number]

function leaves(value: Readonly<Record<string, unknown>>, above: readonly string[]): readonly Leaf[] {
  return Object.entries(value).flatMap(([key, held]): readonly Leaf[] => {
    if (isMap(held)) return leaves(held, [...above, key])
    return typeof held === 'number' && Number.isFinite(held) ? [[[...above, key], held]] : []
  })
}

function ofValue(keys: readonly string[], value: number, margin: number, file: string): Translation {
  const at = { file, key: keys.join('.') }
  const metric = metrics.find(({ name, alsoKnownAs = [] }) => [name, ...alsoKnownAs].includes(keys.at(-1) ?? ''))
  if (metric === undefined) return { what: keys.join('.'), why: 'there is no such metric here', at }
  const limit = Number((metric.better === 'higher' ? value - margin : value + margin).toPrecision(12))
  return { text: `${metric.name} ${metric.better === 'higher' ? '>=' : '<='} ${limit}`, at }
}

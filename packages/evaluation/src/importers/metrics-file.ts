import { metrics } from '@trainyard/metrics'
import { InputError } from '@trainyard/ports'
import { isMap, type RuleImporter, sorted, type Translation } from './types.ts'

/** A metrics file of DVC: values, in maps of any depth. The model may be worse than each by the margin. */
export const metricsFile: RuleImporter = {
  name: 'metrics file',
  recognises: (_, value) => isMap(value) && leaves(value, []).some(([, held]) => isNumber(held)),
  read: (_text, file, value, { margin }) => {
    if (margin === undefined)
      throw new InputError('a metrics file holds values without the rows they were measured on', {
        at: { file },
        remedy: 'Say by how much the model may be worse: evaluate.import-margin: 0.02',
      })
    return sorted(isMap(value) ? leaves(value, []).map(([keys, held]) => ofValue(keys, held, margin, file)) : [])
  },
}

type Leaf = readonly [keys: readonly string[], value: unknown]

function leaves(value: Readonly<Record<string, unknown>>, above: readonly string[]): readonly Leaf[] {
  return Object.entries(value).flatMap(([key, held]): readonly Leaf[] =>
    isMap(held) ? leaves(held, [...above, key]) : [[[...above, key], held]],
  )
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function ofValue(keys: readonly string[], value: unknown, margin: number, file: string): Translation {
  const at = { file, key: keys.join('.') }
  const metric = metrics.find(({ name, alsoKnownAs = [] }) => [name, ...alsoKnownAs].includes(keys.at(-1) ?? ''))
  if (metric === undefined) return { what: keys.join('.'), why: 'there is no such metric here', at }
  if (!isNumber(value)) return { what: keys.join('.'), why: 'its value is no number', at }
  if (keys.slice(0, -1).some((key) => /^train(ing)?$/i.test(key)))
    return { what: keys.join('.'), why: 'it was measured on training rows, which nothing is judged on', at }
  const limit = Number((metric.better === 'higher' ? value - margin : value + margin).toPrecision(12))
  return { text: `${metric.name} ${metric.better === 'higher' ? '>=' : '<='} ${limit}`, at }
}

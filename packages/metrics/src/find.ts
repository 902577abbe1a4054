import { families } from './metrics/families.ts'
import { metrics } from './metrics/index.ts'
import { multilabelFamilies } from './metrics/multilabel/families.ts'
import { multilabelMetrics } from './metrics/multilabel/index.ts'
import { type MetricFamily, nameOf, readParameters } from './parameters.ts'
import type { Answers, Metric } from './types.ts'

/** A metric, and the class that `pos_label` names; or what is wrong. */
export type Found =
  | { readonly metric: Metric; readonly class?: string }
  | { readonly fault: 'unknown' | 'parameters'; readonly message: string; readonly remedy: string }

/** Where every metric stands. */
export const metricsPage = 'docs/reference/metrics.md'

/** Names that can be written, those with parameters among them, in the order of the lists. */
export const metricNames: readonly string[] = [
  ...new Set([...metrics, ...families, ...multilabelMetrics, ...multilabelFamilies].map(({ name }) => name)),
]

/** Another name that people know the metric by. */
export function knownAs(name: string): string | undefined {
  return [...metrics, ...families, ...multilabelMetrics].find(({ alsoKnownAs }) => alsoKnownAs?.includes(name))?.name
}

/**
 * The same name may be one metric of a label a row and another of several labels.
 * @param written what stands between the parentheses, where there are any
 * @param task decides which is meant; left out, whichever there is, that of one label first
 */
export function findMetric(name: string, written?: string, task?: Answers['task']): Found {
  const lists = task === 'multilabel' ? [several, single] : [single, several]
  const found = lists.map((list) => findAmong(list, name, written))
  const faulty = found.find((one) => 'fault' in one && one.fault === 'parameters')
  return found.find((one) => 'metric' in one) ?? faulty ?? unknown(name)
}

interface Lists {
  readonly metrics: readonly Metric[]
  readonly families: readonly MetricFamily[]
}

const single: Lists = { metrics, families }
const several: Lists = { metrics: multilabelMetrics, families: multilabelFamilies }

function unknown(name: string): Found {
  return { fault: 'unknown', message: `unknown metric '${name}'`, remedy: `All metrics: ${metricsPage}` }
}

function findAmong(lists: Lists, name: string, written?: string): Found {
  const plain = lists.metrics.find((metric) => metric.name === name)
  const family = lists.families.find((one) => one.name === name)
  const { positive, others } = splitLabel(written ?? '')
  const picked = positive === undefined ? {} : { class: positive }
  if (plain && others.trim() === '') return { metric: plain, ...picked }
  if (family === undefined)
    return plain === undefined
      ? unknown(name)
      : { fault: 'parameters', message: `${name} takes no parameters`, remedy: `Write ${name}.` }
  const values = readParameters(family, others)
  if (typeof values === 'string')
    return { fault: 'parameters', message: values, remedy: `For example ${family.example}. See ${metricsPage}` }
  return { metric: { ...family.make(values), name: nameOf(family, values) }, ...picked }
}

/** scikit-learn's `pos_label` names the class, as brackets do. */
function splitLabel(written: string): { readonly positive?: string | undefined; readonly others: string } {
  const [whole, label] = /(?:^|,)\s*pos_label\s*=\s*((?:"[^"]*"|'[^']*'|[^,]*))/.exec(written) ?? []
  if (whole === undefined) return { others: written }
  return { positive: label?.trim(), others: written.replace(whole, '').replace(/^\s*,/, '') }
}

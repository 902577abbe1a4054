import { families } from './metrics/families.ts'
import { metrics } from './metrics/index.ts'
import { nameOf, readParameters } from './parameters.ts'
import type { Metric } from './types.ts'

/** A metric, and the class that `pos_label` names; or what is wrong. */
export type Found =
  | { readonly metric: Metric; readonly class?: string }
  | { readonly fault: 'unknown' | 'parameters'; readonly message: string; readonly remedy: string }

/** Where every metric stands. */
export const metricsPage = 'docs/reference/metrics.md'

/** Names that can be written, those with parameters among them, in the order of the lists. */
export const metricNames: readonly string[] = [...new Set([...metrics, ...families].map(({ name }) => name))]

/** Another name that people know the metric by. */
export function knownAs(name: string): string | undefined {
  return [...metrics, ...families].find(({ alsoKnownAs }) => alsoKnownAs?.includes(name))?.name
}

/** @param written what stands between the parentheses, where there are any */
export function findMetric(name: string, written?: string): Found {
  const plain = metrics.find((metric) => metric.name === name)
  const family = families.find((one) => one.name === name)
  const { positive, others } = splitLabel(written ?? '')
  const picked = positive === undefined ? {} : { class: positive }
  if (plain && others.trim() === '') return { metric: plain, ...picked }
  if (family === undefined)
    return plain === undefined
      ? { fault: 'unknown', message: `unknown metric '${name}'`, remedy: `All metrics: ${metricsPage}` }
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

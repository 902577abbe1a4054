import { type Metric, metrics } from '@trainyard/metrics'

/** One of our metrics. */
export function metricNamed(name: string): Metric {
  const found = metrics.find((metric) => metric.name === name)
  if (found === undefined) throw new RangeError(`no metric ${name}`)
  return found
}

/** That a value is at least a number: what must be reached, or what would be too good. */
export function atLeast({ name, better }: Metric, limit: string): string {
  return better === 'higher' ? `${name} >= ${limit}` : `${name} suspicious below ${limit}`
}

/** That a value is at most a number: what must be kept, or what would be too good. */
export function atMost({ name, better }: Metric, limit: string): string {
  return better === 'lower' ? `${name} <= ${limit}` : `${name} suspicious above ${limit}`
}

/** The champion's value and a difference to it. */
export function champion(difference: number): string {
  if (difference === 0) return 'champion'
  return `champion ${difference < 0 ? '-' : '+'} ${Math.abs(difference)}`
}

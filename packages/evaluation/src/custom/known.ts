import { type CustomMetric, type CustomValues, customMetric, metricNames, metricsPage } from '@trainyard/metrics'
import { InputError } from '@trainyard/ports'
import type { KnownMetrics } from '../rules/gate.ts'

/** The user's own metrics with what they are made of: plain data. */
export interface CustomFacts {
  readonly metrics: readonly CustomMetric[]
  readonly candidate: CustomValues
  readonly champion?: CustomValues
}

/**
 * What rules may call the user's own metrics, before anything is measured.
 * @throws InputError for a name that a metric has already
 */
export function knownMetrics(own: Readonly<Record<string, Pick<CustomMetric, 'better'>>>): KnownMetrics {
  const taken = Object.keys(own).filter((name) => [...metricNames, 'memory', 'size', 'parity'].includes(name))
  if (taken.length > 0)
    throw new InputError(
      taken.map((name) => ({
        message: `${name} is the name of a metric that there is already`,
        at: { file: 'trainyard.yml', key: `evaluate.metrics.${name}` },
        remedy: `Choose another name. All metrics: ${metricsPage}`,
      })),
    )
  const custom = Object.entries(own).map(([name, { better }]) => ({ name, better, source: name }))
  return { custom: custom.map((metric) => customMetric(metric, 'classification')) }
}

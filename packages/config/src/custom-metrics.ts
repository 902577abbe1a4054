import type { Contradiction } from './contradiction.ts'
import { asMap } from './schema/node.ts'

/** What is wrong with `evaluate.metrics` and `evaluate.threshold` beyond their schema. */
export function metricContradictions(evaluate: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const metrics = Object.entries(asMap(evaluate['metrics']) ?? {})
  return [...metrics.flatMap(([name, metric]) => ofMetric(name, metric)), ...ofThreshold(evaluate['threshold'])]
}

function ofMetric(name: string, metric: unknown): readonly Contradiction[] {
  const path = ['evaluate', 'metrics', name]
  const keys = asMap(metric)
  if (!/^[A-Za-z_]\w*$/.test(name))
    return [{ path, message: 'is no name for a metric', remedy: 'Use letters, digits and _, a letter first.' }]
  if (!keys) return []
  if ((keys['sql'] === undefined) === (keys['run'] === undefined))
    return [{ path, message: 'needs sql or run, one of them', remedy: 'Such as sql: avg(cost)' }]
  const stray =
    keys['sql'] === undefined ? undefined : ['env', 'format', 'timeout'].find((key) => keys[key] !== undefined)
  if (stray === undefined) return []
  return [{ path: [...path, stray], message: 'has no meaning with sql', remedy: 'Remove it.' }]
}

function ofThreshold(threshold: unknown): readonly Contradiction[] {
  const keys = asMap(threshold)
  const path = ['evaluate', 'threshold']
  if (!keys) return []
  if ((keys['value'] === undefined) === (keys['choose'] === undefined))
    return [{ path, message: 'needs value or choose, one of them', remedy: 'Such as choose: {metric: f1[yes]}' }]
  if (keys['choose'] === undefined || keys['class'] === undefined) return []
  const remedy = 'Name the class with the metric: choose: {metric: f1[yes]}'
  return [{ path: [...path, 'class'], message: 'has no meaning with choose', remedy }]
}

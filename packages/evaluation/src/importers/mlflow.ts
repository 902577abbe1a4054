import { InputError, type Position } from '@trainyard/ports'
import { atLeast, atMost, champion, metricNamed } from './demand.ts'
import { isMap, type RuleImporter, sorted, type Translation } from './types.ts'

/** Metrics of `mlflow.evaluate` that have the same definition here. */
const known: Readonly<Record<string, string>> = {
  accuracy_score: 'accuracy',
  f1_score: 'f1',
  precision_score: 'precision',
  recall_score: 'recall',
  roc_auc: 'roc_auc',
  log_loss: 'log_loss',
  mean_absolute_error: 'mae',
  mean_squared_error: 'mse',
  root_mean_squared_error: 'rmse',
  mean_absolute_percentage_error: 'mape',
  r2_score: 'r2',
}

const keys = ['threshold', 'min_absolute_change', 'min_relative_change', 'greater_is_better']

/** `MetricThreshold`s of MLflow, as JSON or YAML: metric to its arguments. */
export const mlflow: RuleImporter = {
  name: 'MLflow thresholds',
  recognises: (_, value) =>
    isMap(value) &&
    Object.values(value).some((entry) => isMap(entry) && Object.keys(entry).some((key) => keys.includes(key))),
  read: (_text, file, value) => {
    const entries = isMap(value) ? Object.entries(value) : []
    return sorted(entries.flatMap(([name, threshold]) => ofMetric(name, threshold, { file, key: name })))
  },
}

function ofMetric(name: string, threshold: unknown, at: Position): readonly Translation[] {
  if (!isMap(threshold)) throw new InputError(`${name} is a map of ${keys.join(', ')}`, { at })
  const strange = Object.keys(threshold).find((key) => !keys.includes(key))
  if (strange !== undefined)
    throw new InputError(`unknown key '${strange}'`, { at, remedy: `Known: ${keys.join(', ')}.` })
  const ours = known[name]
  if (ours === undefined) return [{ what: name, why: 'there is no such metric here', at }]
  const metric = metricNamed(ours)
  if (threshold['greater_is_better'] !== (metric.better === 'higher'))
    throw new InputError(`${name}: greater_is_better is not ${metric.better === 'higher'}`, { at })
  const least = finite(threshold, 'threshold', at)
  const change = finite(threshold, 'min_absolute_change', at)
  const share = finite(threshold, 'min_relative_change', at)
  if ([least, change, share].every((value) => value === undefined))
    throw new InputError(`${name} asks for nothing`, { at, remedy: 'Give it a threshold, or take it out.' })
  const ask = metric.better === 'higher' ? atLeast : atMost
  return [
    ...(least === undefined ? [] : [{ text: ask(metric, String(least)), at }]),
    ...(change === undefined
      ? []
      : [{ text: ask(metric, champion(metric.better === 'higher' ? change : -change)), at }]),
    ...(share === undefined
      ? []
      : [
          {
            what: `${name}: min_relative_change`,
            why: 'a share of the baseline means something else near zero and below it',
            at,
          },
        ]),
  ]
}

function finite(threshold: Readonly<Record<string, unknown>>, key: string, at: Position): number | undefined {
  const value = threshold[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new InputError(`${key} is not a number`, { at: { ...at, key: `${at.key}.${key}` } })
}

import { child, has, type Message, numberOf, placeOf, textOf } from '@trainyard/config'
import { atLeast, atMost, champion, metricNamed } from '../demand.ts'
import type { Translation } from '../types.ts'
import type { KnownMetric } from './metrics.ts'

/** What a threshold asks of a metric, without the rows it is of. */
export function demandsOf(threshold: Message, known: KnownMetric, what: string): readonly Translation[] {
  return [...valueDemands(threshold, known), ...changeDemands(threshold, known, what)]
}

function valueDemands(threshold: Message, known: KnownMetric): readonly Translation[] {
  const value = child(threshold, 'value_threshold')
  if (value === undefined) return []
  const metric = metricNamed(known.name)
  const low = boundOf(value, 'lower_bound', known)
  const high = boundOf(value, 'upper_bound', known)
  return [
    ...(low === undefined ? [] : [{ text: atLeast(metric, String(low)), at: placeOf(value, 'lower_bound') }]),
    ...(high === undefined ? [] : [{ text: atMost(metric, String(high)), at: placeOf(value, 'upper_bound') }]),
  ]
}

/** A bound in our units; one that every value keeps is none. */
function boundOf(value: Message, name: string, { scale = 1 }: KnownMetric): number | undefined {
  const bound = wrapped(value, name)
  return bound === undefined || !Number.isFinite(bound) ? undefined : bound / scale
}

/** `diff >= absolute` where higher is better, `diff <= absolute` where lower is. TFMA, metrics_validator.py. */
function changeDemands(threshold: Message, known: KnownMetric, what: string): readonly Translation[] {
  const change = child(threshold, 'change_threshold')
  if (change === undefined) return []
  const metric = metricNamed(known.name)
  const direction = textOf(change, 'direction')
  const absolute = boundOf(change, 'absolute', known)
  const relative = has(change, 'relative')
    ? [
        {
          what: `${what}: a relative change`,
          why: 'a share of the baseline means something else near zero and below it',
          at: placeOf(change, 'relative'),
        },
      ]
    : []
  if (absolute === undefined) return relative
  if (direction !== 'HIGHER_IS_BETTER' && direction !== 'LOWER_IS_BETTER')
    return [...relative, { what: `${what}: a change`, why: 'it says no direction', at: change.at }]
  const ask = direction === 'HIGHER_IS_BETTER' ? atLeast : atMost
  return [...relative, { text: ask(metric, champion(absolute)), at: placeOf(change, 'absolute') }]
}

function wrapped(message: Message, name: string): number | undefined {
  const held = child(message, name)
  return held && (numberOf(held, 'value') ?? 0)
}

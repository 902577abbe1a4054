import { type AskedRules, atThreshold } from '@trainyard/evaluation'
import type { Context } from '../../core/context.ts'
import { measureOwn } from '../custom-metrics/measure.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged } from '../judged.ts'
import type { Rules, Settling } from './own.ts'
import { thresholdOf } from './threshold.ts'

/** Rules as plain data, with what they ask for beyond labels and answers: the threshold, and metrics of the user's own. */
export async function askedRules(
  rules: Rules,
  { inconclusive, sliceRows }: Omit<Settling, 'firstModel'>,
  judged: Judged,
  inputs: Inputs,
  context: Context,
): Promise<AskedRules> {
  const { gates, placeOf, conditions, own } = rules
  const named = Object.fromEntries(Object.entries(conditions).map(([name, { text }]) => [name, text]))
  const threshold = rules.threshold && (await thresholdOf(judged, rules.threshold, inputs, context))
  const table = threshold ? atThreshold(judged.table, threshold) : judged.table
  const custom = await measureOwn(table, own, context)
  const places = gates.map((_, index) => placeOf(index))
  const firstModel = judged.firstModel !== undefined
  const further = { ...(threshold && { threshold }), ...(custom && { custom }), ...(firstModel && { firstModel }) }
  return { gates, places, inconclusive, sliceRows, named, ...further }
}

import { columnsOf, countSplitGroups, findLeaks, findOverlap } from '@trainyard/evaluation'
import type { EvaluationDocument, LeaksResult, OverlapResult, Subject, Target } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged } from '../judged.ts'
import { requirementsOf } from './requirements.ts'
import type { Required } from './strictest.ts'

/** Whether the data and the model are such that metrics mean what they say. */
export interface Hygiene {
  readonly body: Pick<EvaluationDocument, 'leaks' | 'overlap' | 'requirements'>
  readonly inputs: readonly Subject[]
}

/**
 * Looks for test rows among the training rows, and for columns that give the label away; holds what is required.
 * @throws InputError where more test rows than allowed are among the training rows
 */
export async function checkHygiene(
  judged: Judged,
  required: Required,
  inputs: Pick<Inputs, 'run' | 'validation' | 'group'>,
  context: Context,
): Promise<Hygiene> {
  const overlap = await overlapOf(judged, required, context)
  await warnOfSplitGroups(judged, inputs.group, context)
  const leaks = await leaksOf(judged, required, context)
  const { requirements, inputs: read } = await requirementsOf({ judged, leaks }, required, inputs)
  const held = requirements.length > 0 && { requirements }
  return { body: { ...(overlap && { overlap }), ...(leaks && { leaks }), ...held }, inputs: read }
}

async function overlapOf({ ran }: Judged, required: Required, { config }: Context): Promise<OverlapResult | undefined> {
  if (ran?.split !== 'test') return undefined
  const found = await findOverlap(ran.dataset)
  const { by, rows, test } = found
  if (rows <= required.overlap * test) return found
  const what = by === 'id' ? 'have the id of a training row' : 'stand among the training rows too'
  throw new InputError(`${rows} of ${test} test rows ${what}: the model may know them by heart`, {
    at: config.position(['evaluate', 'overlap']),
    remedy: `Take them out of one of the two. If they are no copies, say so: evaluate.overlap: ${Math.ceil((100 * rows) / test)}%`,
  })
}

/** Rows of one group belong together: where it is cut apart, a ranking is not whole, and the rest of it was learned from. */
async function warnOfSplitGroups({ ran }: Judged, group: string | undefined, { services }: Context): Promise<void> {
  if (ran?.split !== 'test' || group === undefined) return
  const { groups, split } = await countSplitGroups(ran.dataset, group)
  if (split === 0) return
  services.log.warning(
    `${split} of ${groups} groups of the test share (${group}) have rows that the model has learned from, too: what it answers may be too good to be true, and rankings are cut apart. Give the test rows files of their own: data.test`,
  )
}

async function leaksOf(
  { ran, target, table }: Judged,
  required: Required,
  { services }: Context,
): Promise<LeaksResult | undefined> {
  if (ran === undefined) return undefined
  const { dataset, model, id } = ran
  const columns = columnsOf(
    { signature: model.document.signature },
    { dataset, target, ...(id !== undefined && { id }) },
  )
  const task = table.task === 'regression' ? ('regression' as const) : ('classification' as const)
  const request = { dataset, target, task, columns, ...widest(required.leaks) }
  const leaks = toldBy(required.leaks, await findLeaks(request))
  if (leaks.found.length > 0) services.log.warning(leakWarning(leaks, target))
  return leaks
}

/** Names every column that any of these names. */
function widest(settings: Required['leaks']) {
  const allowed = settings.flatMap(({ allow }) => allow)
  return {
    above: Math.min(...settings.map(({ above }) => above)),
    allow: allowed.filter((column) => settings.every(({ allow }) => allow.includes(column))),
  }
}

function toldBy(settings: Required['leaks'], leaks: LeaksResult): LeaksResult {
  const found = leaks.found.filter(({ column, score }) =>
    settings.some(({ above, allow }) => score >= above && !allow.includes(column)),
  )
  return { ...leaks, found }
}

const mostNamed = 5

function leakWarning({ found, measure }: LeaksResult, target: Target): string {
  const what = typeof target === 'string' ? target : 'a label'
  const named = found
    .slice(0, mostNamed)
    .map(
      ({ column, score, idLike }) => `${column} (${measure} ${score.toFixed(3)}${idLike ? ', looks like an id' : ''})`,
    )
  const more = found.length > mostNamed ? ` and ${found.length - mostNamed} more` : ''
  return `each alone tells ${what}: ${named.join(', ')}${more}. Are they known when the model is asked? If so: evaluate.leaks.allow; else: data.ignore`
}

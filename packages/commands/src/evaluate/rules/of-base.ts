import type { OtherChampion } from '@trainyard/evaluation'
import type { ModelPackage } from '@trainyard/model'
import type { PredictionTable } from '@trainyard/predictions'
import type { Context } from '../../core/context.ts'
import { findChampion } from '../champion/find.ts'
import { firstModelOf } from '../champion/none.ts'
import { measureCosts } from '../costs/measure.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged, Ran } from '../judged.ts'
import type { BaseRules } from './base.ts'
import { costsOf } from './wanted.ts'

/** What the rules of the base branch are held against. */
export interface OfBase {
  readonly judged: Judged
  /** Where that is another champion than the change's. */
  readonly rival?: OtherChampion
}

/**
 * The same answers for the rules of the base branch, beside those of the champion that this branch names. Answers of a champion
 * that were given as files are those of both.
 * @returns undefined where there are no such rules
 * @throws InputError where the branch's champion is not there, and its rules do not allow for that
 */
export async function ofBase(
  judged: Judged,
  base: BaseRules | undefined,
  inputs: Inputs,
  context: Context,
): Promise<OfBase | undefined> {
  if (base === undefined) return undefined
  const { ran, firstModel } = judged
  if (ran === undefined || base.champion === inputs.champion) {
    if (firstModel)
      firstModelOf({ absent: firstModel.reason, remedy: onBase(base) }, firstModel.champion, base.firstModel)
    return { judged }
  }
  const { champion, ...found } = await findChampion(base.champion, base.firstModel, context, 'champion-of-base')
  const other = await beside({ ...judged, ran }, champion)
  const costs = await measureCosts(other, costsOf({ own: base, base: undefined }), inputs, context)
  const answers = other.table.champion
  const rival = { ...(answers && { answers }), costs: costs?.facts, isChampion: isChampion(other) }
  return { judged: { ...other, ...found }, rival }
}

/** Whether a model is compared with itself, as where nothing has changed since it became the champion. */
export function isChampion({ model, champion }: Judged): boolean {
  return model !== undefined && model === champion
}

function onBase({ branch }: BaseRules): string {
  return `The rules of ${branch} must hold, too.`
}

async function beside(judged: Judged & { readonly ran: Ran }, champion: ModelPackage | undefined): Promise<Judged> {
  const { champion: _, firstModel: __, table, ran, ...rest } = judged
  const { champion: ___, ...served } = ran
  const ask: Ran['ask'] = async (split) => (champion ? ran.ask(split, champion) : alone(await ran.ask(split)))
  const answers = champion && (await ran.ask(ran.split, champion)).champion
  return {
    ...rest,
    table: { ...alone(table), ...(answers && { champion: answers }) },
    ...(champion && { champion: champion.document.sha256 }),
    ran: { ...served, ask, ...(champion && { champion }) },
  }
}

function alone({ champion: _, ...table }: PredictionTable): PredictionTable {
  return table
}

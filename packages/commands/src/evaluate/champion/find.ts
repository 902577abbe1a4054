import type { FirstModel } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import type { Context } from '../../core/context.ts'
import { firstModelOf, isAbsent } from './none.ts'
import { openChampion } from './open.ts'
import type { FirstModelSetting } from './source.ts'

/** The champion, or that there is none yet; neither where none is asked for. */
export interface FoundChampion {
  readonly champion?: ModelPackage
  readonly firstModel?: Omit<FirstModel, 'unjudged'>
}

/**
 * Looks for the model to compare with.
 * @param given as `evaluate.champion` says it
 * @param setting whether the absence of one is an error
 * @param folder of the state, where it is put
 * @throws InputError where there is none and the setting refuses that, or its source cannot be reached or read
 */
export async function findChampion(
  given: string | undefined,
  setting: FirstModelSetting,
  context: Context,
  folder?: string,
): Promise<FoundChampion> {
  if (given === undefined) return {}
  const found = await openChampion(given, context, folder)
  if (!isAbsent(found)) return { champion: found }
  const firstModel = firstModelOf(found, given, setting)
  context.services.log.info(`First model: ${found.absent}. Rules that compare with the champion are not judged`)
  return { firstModel }
}

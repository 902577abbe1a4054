import type { FirstModel } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { FirstModelSetting } from './source.ts'

/** The source was asked, and answered that there is no champion yet. */
export interface Absent {
  /** What it answered. */
  readonly absent: string
  /** How there will be one. */
  readonly remedy: string
}

const at = { file: 'trainyard.yml', key: 'evaluate.champion' }

/** The source cannot say whether there is a champion: never taken for a first model. */
export function unknownChampion(message: string, remedy: string, cause?: unknown): InputError {
  return new InputError(message, { at, remedy, cause })
}

/** What becomes of rules of a first model: they are left unjudged only where the user's file says so. */
export function firstModelOf(
  { absent, remedy }: Absent,
  champion: string,
  setting: FirstModelSetting,
): Omit<FirstModel, 'unjudged'> {
  if (setting === 'floors') return { champion, reason: absent }
  throw new InputError(absent, {
    at,
    remedy: `${remedy} For a first model, judged by the rules that need no champion: evaluate.first-model: floors.`,
  })
}

export function isAbsent(found: ModelPackage | Absent): found is Absent {
  return 'absent' in found
}

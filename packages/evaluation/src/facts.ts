import type { Costs } from './costs/types.ts'
import type { Disturbed } from './robustness/types.ts'

/** What rules may ask that labels and answers do not tell. */
export interface Facts {
  /** What running the model costs. */
  readonly costs?: Costs | undefined
  /** Answers to disturbed rows. */
  readonly disturbed?: Disturbed | undefined
  /** The model that is judged is the champion, byte for byte. */
  readonly isChampion?: boolean
}

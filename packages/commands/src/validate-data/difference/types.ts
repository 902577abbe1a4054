import type { Dataset } from '@trainyard/dataset'
import type { ComparedExpectation, DifferenceBase, TableSummary } from '@trainyard/evidence'
import type { NumbersMeasured } from '@trainyard/profile'
import type { ChosenSuite } from '../suite.ts'

/** What the data and the suite were. */
export interface Base {
  readonly from: DifferenceBase
  readonly summary: TableSummary
  /** Undefined where nothing was compared with a suite of the user's. */
  readonly expectations: readonly ComparedExpectation[] | undefined
  /** The earlier rows themselves, where they are at hand. */
  readonly dataset?: Dataset
}

/** What is compared with the base. */
export interface Head {
  readonly dataset: Dataset
  readonly chosen: ChosenSuite
  /** Its numbers, where they are measured already. */
  readonly measured?: NumbersMeasured | undefined
}

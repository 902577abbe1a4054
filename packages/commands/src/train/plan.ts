import type { Dataset } from '@trainyard/dataset'
import type { Subject } from '@trainyard/evidence'
import type { ParamValue, Preimage } from '@trainyard/training'
import type { Inputs } from './inputs.ts'

/** Everything a training run depends on, settled. */
export interface Plan {
  readonly inputs: Inputs
  readonly dataset: Dataset
  readonly target: string
  readonly params: Readonly<Record<string, ParamValue>>
  readonly preimage: Preimage
  readonly key: string
  readonly evidence: readonly Subject[]
}

export { type KeyRequest, type Preimage, preimageKey, trainingPreimage } from './key.ts'
export { labelText } from './task.ts'
export { train } from './train.ts'
export type { ParamValue, TrainedModel, TrainRequest, TrainServices } from './types.ts'

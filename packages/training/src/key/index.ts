export { preimageChanges } from './changes.ts'
export { type KeyRequest, type Preimage, preimageKey, trainingPreimage } from './preimage.ts'

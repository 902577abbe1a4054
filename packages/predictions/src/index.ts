export { checkPredictions } from './check.ts'
export { type PredictionSource, readPredictions } from './read.ts'
export type { PredictionTable } from './types.ts'
export { writePredictions } from './write.ts'

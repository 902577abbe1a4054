export type { ModelPackage, Predictions, Predictor } from './types.ts'

export type { PredictionTable } from './types.ts'

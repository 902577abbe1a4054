export { checkDrift, type DriftCheck } from './check.ts'
export { driftSummary, type RetrainDecision, retrainDecision } from './retrain.ts'
export { readRows } from './rows/read.ts'
export type { CurrentRows, RowSource } from './rows/types.ts'

export { type EvaluateRequest, type Evaluation, evaluate } from './evaluate.ts'
export { type PredictRequest, predictDataset } from './predict.ts'

export { type EvaluateRequest, type Evaluation, evaluate } from './evaluate.ts'
export { sliceColumns } from './gate.ts'
export { measureAll, type Objective, objectiveValue, parseObjective } from './objective.ts'
export { type PredictRequest, predictDataset } from './predict.ts'

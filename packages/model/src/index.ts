export { modelFromOnnx, type PackageRequest, packageModel, readModelPackage } from './package.ts'
export { type InProcessOptions, openPredictor, openPredictorInProcess, type PredictorOptions } from './predictor.ts'
export { inferSignature } from './signature.ts'
export type { ModelPackage, Predictions, Predictor } from './types.ts'

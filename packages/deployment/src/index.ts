export { deploy } from './deploy.ts'
export { type LoadPlan, type Measurement, measureLoad, type ServedModel } from './load/load.ts'
export { servedModel, status, stop, undo } from './manage.ts'
export { type ImagePlace, modelOfImage } from './model.ts'
export { checkEvaluation } from './refusals.ts'
export type { Revision, Serving, TargetStatus } from './targets/types.ts'
export type {
  Cases,
  Deployed,
  DeploymentBody,
  DeploymentHead,
  DeployRequest,
  DeployServices,
  TargetConfig,
} from './types.ts'

export { deploy } from './deploy.ts'
export { type LoadPlan, type Measurement, measureLoad, type ServedModel } from './load/load.ts'
export { status, stop, undo } from './manage.ts'
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

export { summarizeCosts } from './costs/summary.ts'
export type { CostFacts, Costs } from './costs/types.ts'
export { type WantedCosts, wantedCosts } from './costs/wanted.ts'
export { loadAnswers } from './custom/answers.ts'
export { type CustomFacts, knownMetrics } from './custom/known.ts'
export { measureSql } from './custom/sql.ts'
export type { MeasuredCustom, SideValues, SqlMetric } from './custom/types.ts'
export { type EvaluateRequest, type Evaluation, evaluate, type Judgement, judgeRules } from './evaluate.ts'
export type { AskedRules, Examination, Examined, OtherChampion } from './examine.ts'
export type { Facts } from './facts.ts'
export { findOverlap } from './hygiene/overlap.ts'
export { countSplitGroups } from './hygiene/split-groups.ts'
export { importRules } from './importers/import-rules.ts'
export type { ImportedRules, Untranslated } from './importers/types.ts'
export { findLeaks, type LeakRequest } from './leaks/search.ts'
export type { Disturbance } from './robustness/disturbance.ts'
export { predictDisturbed } from './robustness/predict.ts'
export type { Disturbed } from './robustness/types.ts'
export { wantedDisturbances } from './robustness/wanted.ts'
export { columnsOf, type PredictRequest, predictDataset } from './rows/predict.ts'
export {
  areCompared,
  inConfiguration,
  type KnownMetrics,
  type PlaceOfRule,
  rivalRuns,
  sliceColumns,
  sliceNames,
} from './rules/gate.ts'
export { measureValues, type Objective, objectiveValue, parseObjective } from './rules/objective.ts'
export { examineInThread } from './thread/thread.ts'
export { atThreshold, chosenThreshold, expectTwoClasses, fixedThreshold } from './threshold.ts'
export { findWeakSlices } from './weak/search.ts'

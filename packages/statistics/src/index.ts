export {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareSurvival,
  gammaCdf,
  normalCdf,
  normalQuantile,
  tQuantile,
} from './distributions.ts'
export { klDivergence } from './divergence.ts'
export { binomialDraw } from './draws.ts'
export { effectiveNumber } from './effective.ts'
export { fisherExact } from './fisher.ts'
export { fisherGreater, type Ranking, ranking, rankSumGreater } from './greater.ts'
export { holm } from './holm.ts'
export { aucLimits } from './intervals/auc.ts'
export type { Interval } from './intervals/interval.ts'
export {
  bcaLimits,
  jackknifeLimits,
  jackknifeVariance,
  percentileLimits,
  quantile,
  type Resampled,
} from './intervals/limits.ts'
export { boundedMeanLimits, meanLimits, skewedMeanLimits } from './intervals/mean.ts'
export { medianLimits } from './intervals/median.ts'
export { type PairedCounts, tango } from './intervals/paired.ts'
export { clopperPearson, wilson } from './intervals/proportions.ts'
export { kolmogorovSurvival, ksTwoSampleP } from './kolmogorov.ts'
export { ksCriticalDistance, ksDistance, ksOneSampleP } from './one-sample/one-sample.ts'
export { medianRanks, mostOutside, mostUnseen } from './prediction.ts'
export { bootstrap, type Evaluator, jackknife, type Sampling } from './resampling.ts'

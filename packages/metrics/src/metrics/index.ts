import type { Metric } from '../types.ts'
import { d2AbsoluteError, medianAbsoluteError } from './absolute.ts'
import { accuracy } from './accuracy.ts'
import { cohenKappa, matthewsCorrcoef } from './agreement.ts'
import { averagePrecision } from './average-precision.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { brierScore } from './brier-score.ts'
import { explainedVariance } from './explained-variance.ts'
import { f1, f1Macro, f1Weighted } from './f1.ts'
import { logLoss } from './log-loss.ts'
import { mae } from './mae.ts'
import { mape } from './mape.ts'
import { precision, precisionMacro, precisionWeighted } from './precision.ts'
import { r2 } from './r2.ts'
import { recall, recallMacro, recallWeighted } from './recall.ts'
import { rmse } from './rmse.ts'
import { rocAuc } from './roc-auc.ts'
import { specificity } from './specificity.ts'
import { mse, rmsle } from './squared.ts'
import { top2Accuracy, top3Accuracy, top5Accuracy } from './top-k.ts'

/** Every metric there is, in the order in which reports show them. */
export const metrics: readonly Metric[] = [
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  specificity,
  f1,
  precisionMacro,
  recallMacro,
  f1Macro,
  precisionWeighted,
  recallWeighted,
  f1Weighted,
  matthewsCorrcoef,
  cohenKappa,
  top2Accuracy,
  top3Accuracy,
  top5Accuracy,
  rocAuc,
  averagePrecision,
  logLoss,
  brierScore,
  rmse,
  mae,
  r2,
  mape,
  mse,
  rmsle,
  medianAbsoluteError,
  explainedVariance,
  d2AbsoluteError,
]

import type { Metric } from '../types.ts'
import { accuracy } from './accuracy.ts'
import { brierScore } from './brier-score.ts'
import { f1, f1Macro, f1Weighted } from './f1.ts'
import { logLoss } from './log-loss.ts'
import { mae } from './mae.ts'
import { mape } from './mape.ts'
import { precision, precisionMacro, precisionWeighted } from './precision.ts'
import { r2 } from './r2.ts'
import { recall, recallMacro, recallWeighted } from './recall.ts'
import { rmse } from './rmse.ts'
import { rocAuc } from './roc-auc.ts'

/** Every metric there is, in the order in which reports show them. */
export const metrics: readonly Metric[] = [
  accuracy,
  precision,
  recall,
  f1,
  precisionMacro,
  recallMacro,
  f1Macro,
  precisionWeighted,
  recallWeighted,
  f1Weighted,
  rocAuc,
  logLoss,
  brierScore,
  rmse,
  mae,
  r2,
  mape,
]

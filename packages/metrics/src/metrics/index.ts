import type { Metric } from '../types.ts'
import { accuracy } from './classes/accuracy.ts'
import { cohenKappa, matthewsCorrcoef } from './classes/agreement.ts'
import { balancedAccuracy } from './classes/balanced-accuracy.ts'
import { f1, f1Macro, f1Weighted } from './classes/f1.ts'
import { f1Micro, precisionMicro, recallMicro } from './classes/micro.ts'
import { precision, precisionMacro, precisionWeighted } from './classes/precision.ts'
import { recall, recallMacro, recallWeighted } from './classes/recall.ts'
import { specificity } from './classes/specificity.ts'
import { d2AbsoluteError, medianAbsoluteError } from './numbers/absolute.ts'
import { explainedVariance } from './numbers/explained-variance.ts'
import { mae } from './numbers/mae.ts'
import { mape } from './numbers/mape.ts'
import { r2 } from './numbers/r2.ts'
import { mse, rmse, rmsle } from './numbers/squared.ts'
import { averagePrecision } from './probabilities/average-precision.ts'
import { brierScore } from './probabilities/brier-score.ts'
import { calibrationError } from './probabilities/calibration-error.ts'
import { d2LogLoss } from './probabilities/d2-log-loss.ts'
import { logLoss } from './probabilities/log-loss.ts'
import { rocAuc } from './probabilities/roc-auc.ts'
import { top2Accuracy, top3Accuracy, top5Accuracy } from './probabilities/top-k.ts'

/** With the bins that are usual. */
const calibration = calibrationError(15)

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
  precisionMicro,
  recallMicro,
  f1Micro,
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
  d2LogLoss,
  calibration,
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

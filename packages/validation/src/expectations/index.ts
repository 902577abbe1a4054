import type { Expectation } from '../kinds/expectation.ts'
import { columnMax, columnMean, columnMedian, columnMin, columnStdev, columnSum } from './aggregates.ts'
import { anomalies } from './anomalies/index.ts'
import { valuesBetween } from './between.ts'
import { chiSquareGreater } from './chiSquare.ts'
import {
  columnExists,
  tableColumnCountBetween,
  tableColumnCountEqual,
  tableColumnsMatchOrderedList,
  tableColumnsMatchSet,
} from './columns.ts'
import { mostCommonInSet } from './common.ts'
import { compoundUnique } from './compound.ts'
import { proportionOfNonNullValues, proportionOfUniqueValues, uniqueValueCount } from './counts.ts'
import { distinctContainSet, distinctEqualSet, distinctInSet } from './distinct.ts'
import { klDivergenceLess } from './divergence.ts'
import { lengthsBetween, lengthsEqual } from './lengths.ts'
import { valuesMatchLike, valuesMatchLikeList, valuesNotMatchLike, valuesNotMatchLikeList } from './like.ts'
import { valuesNotNull, valuesNull } from './nulls.ts'
import { valuesDecreasing, valuesIncreasing } from './order.ts'
import { valuesNotOutliers } from './outliers.ts'
import { pairEqual, pairGreater, pairInSet } from './pairs.ts'
import {
  valuesDateutilParseable,
  valuesJsonParseable,
  valuesMatchJsonSchema,
  valuesMatchStrftime,
} from './parseable.ts'
import { cramersPhiLess } from './phi.ts'
import { quantilesBetween } from './quantiles.ts'
import { queryResultsMatch, unexpectedRows } from './queries.ts'
import { multicolumnEqual, multicolumnSum, multicolumnUnique, uniqueWithinRecord } from './records.ts'
import { valuesMatchRegex, valuesMatchRegexList, valuesNotMatchRegex, valuesNotMatchRegexList } from './regex.ts'
import { tableRowCountBetween, tableRowCountEqual, tableRowCountEqualOther } from './rows.ts'
import { valuesInSet, valuesNotInSet } from './sets.ts'
import { columnTypeToBe, valuesInTypeList, valuesOfType } from './types.ts'
import { valuesUnique } from './unique.ts'
import { zScoresLess } from './zScores.ts'

/** Every expectation there is. A new one is a file of its own and a name in this list. */
export const expectations: readonly Expectation[] = [
  ...anomalies,
  chiSquareGreater,
  columnExists,
  columnMax,
  columnMean,
  columnMedian,
  columnMin,
  columnStdev,
  columnSum,
  columnTypeToBe,
  compoundUnique,
  cramersPhiLess,
  distinctContainSet,
  distinctEqualSet,
  distinctInSet,
  klDivergenceLess,
  lengthsBetween,
  lengthsEqual,
  mostCommonInSet,
  multicolumnEqual,
  multicolumnSum,
  multicolumnUnique,
  pairEqual,
  pairGreater,
  pairInSet,
  proportionOfNonNullValues,
  proportionOfUniqueValues,
  quantilesBetween,
  queryResultsMatch,
  tableColumnCountBetween,
  tableColumnCountEqual,
  tableColumnsMatchOrderedList,
  tableColumnsMatchSet,
  tableRowCountBetween,
  tableRowCountEqual,
  tableRowCountEqualOther,
  unexpectedRows,
  uniqueValueCount,
  uniqueWithinRecord,
  valuesBetween,
  valuesDateutilParseable,
  valuesDecreasing,
  valuesInSet,
  valuesInTypeList,
  valuesIncreasing,
  valuesJsonParseable,
  valuesMatchJsonSchema,
  valuesMatchLike,
  valuesMatchLikeList,
  valuesMatchRegex,
  valuesMatchRegexList,
  valuesMatchStrftime,
  valuesNotInSet,
  valuesNotMatchLike,
  valuesNotMatchLikeList,
  valuesNotMatchRegex,
  valuesNotMatchRegexList,
  valuesNotNull,
  valuesNotOutliers,
  valuesNull,
  valuesOfType,
  valuesUnique,
  zScoresLess,
]

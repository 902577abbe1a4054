import type { Expectation } from '../kinds/expectation.ts'
import { anomalies } from './anomalies/index.ts'
import { chiSquareGreater } from './association/chiSquare.ts'
import { klDivergenceLess } from './association/divergence.ts'
import { bootstrappedKsGreater } from './association/ksBootstrapped.ts'
import { parameterizedKsGreater } from './association/ksParameterized.ts'
import { cramersPhiLess } from './association/phi.ts'
import { columnMax, columnMean, columnMedian, columnMin, columnStdev, columnSum } from './numbers/aggregates.ts'
import { valuesBetween } from './numbers/between.ts'
import { valuesDecreasing, valuesIncreasing } from './numbers/order.ts'
import { valuesNotOutliers } from './numbers/outliers.ts'
import { quantilesBetween } from './numbers/quantiles.ts'
import { zScoresLess } from './numbers/zScores.ts'
import { compoundUnique } from './rows/compound.ts'
import { pairEqual, pairGreater, pairInSet } from './rows/pairs.ts'
import { multicolumnEqual, multicolumnSum, multicolumnUnique, uniqueWithinRecord } from './rows/records.ts'
import {
  columnExists,
  tableColumnCountBetween,
  tableColumnCountEqual,
  tableColumnsMatchOrderedList,
  tableColumnsMatchSet,
} from './table/columns.ts'
import { queryResultsMatch, unexpectedRows } from './table/queries.ts'
import { tableRowCountBetween, tableRowCountEqual, tableRowCountEqualOther } from './table/rows.ts'
import { lengthsBetween, lengthsEqual } from './text/lengths.ts'
import { valuesMatchLike, valuesMatchLikeList, valuesNotMatchLike, valuesNotMatchLikeList } from './text/like.ts'
import {
  valuesDateutilParseable,
  valuesJsonParseable,
  valuesMatchJsonSchema,
  valuesMatchStrftime,
} from './text/parseable.ts'
import { valuesMatchRegex, valuesMatchRegexList, valuesNotMatchRegex, valuesNotMatchRegexList } from './text/regex.ts'
import { mostCommonInSet } from './values/common.ts'
import { proportionOfNonNullValues, proportionOfUniqueValues, uniqueValueCount } from './values/counts.ts'
import { distinctContainSet, distinctEqualSet, distinctInSet } from './values/distinct.ts'
import { valuesNotNull, valuesNull } from './values/nulls.ts'
import { valuesInSet, valuesNotInSet } from './values/sets.ts'
import { columnTypeToBe, valuesInTypeList, valuesOfType } from './values/types.ts'
import { valuesUnique } from './values/unique.ts'

/** Every expectation there is. A new one is a file of its own and a name in this list. */
export const expectations: readonly Expectation[] = [
  ...anomalies,
  bootstrappedKsGreater,
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
  parameterizedKsGreater,
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

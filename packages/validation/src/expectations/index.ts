import type { Expectation } from '../kinds/expectation.ts'
import { columnMax, columnMean, columnMedian, columnMin, columnStdev, columnSum } from './aggregates.ts'
import { valuesBetween } from './between.ts'
import {
  columnExists,
  tableColumnCountBetween,
  tableColumnCountEqual,
  tableColumnsMatchOrderedList,
  tableColumnsMatchSet,
} from './columns.ts'
import { compoundUnique } from './compound.ts'
import { proportionOfNonNullValues, proportionOfUniqueValues, uniqueValueCount } from './counts.ts'
import { lengthsBetween, lengthsEqual } from './lengths.ts'
import { valuesNotNull, valuesNull } from './nulls.ts'
import { pairEqual, pairGreater } from './pairs.ts'
import { valuesMatchRegex, valuesNotMatchRegex } from './regex.ts'
import { tableRowCountBetween, tableRowCountEqual, tableRowCountEqualOther } from './rows.ts'
import { valuesInSet, valuesNotInSet } from './sets.ts'
import { valuesInTypeList, valuesOfType } from './types.ts'
import { valuesUnique } from './unique.ts'

/** Every expectation there is. A new one is a file of its own and a name in this list. */
export const expectations: readonly Expectation[] = [
  columnExists,
  columnMax,
  columnMean,
  columnMedian,
  columnMin,
  columnStdev,
  columnSum,
  compoundUnique,
  lengthsBetween,
  lengthsEqual,
  pairEqual,
  pairGreater,
  proportionOfNonNullValues,
  proportionOfUniqueValues,
  tableColumnCountBetween,
  tableColumnCountEqual,
  tableColumnsMatchOrderedList,
  tableColumnsMatchSet,
  tableRowCountBetween,
  tableRowCountEqual,
  tableRowCountEqualOther,
  uniqueValueCount,
  valuesBetween,
  valuesInSet,
  valuesInTypeList,
  valuesMatchRegex,
  valuesNotInSet,
  valuesNotMatchRegex,
  valuesNotNull,
  valuesNull,
  valuesOfType,
  valuesUnique,
]

import type { Expectation } from '../../kinds/expectation.ts'
import { columnNotConstant } from './constant.ts'
import { rowsUnique } from './duplicates.ts'
import { tableFresh } from './fresh.ts'
import { rowCountNearHistory } from './history.ts'
import { columnNotLeak } from './leak.ts'
import { rowsNotOutliers } from './outliers.ts'
import { idsNotOverlap, rowsNotOverlap } from './overlap.ts'

/** What is wrong with a table as a whole. Great Expectations has none of these: the names are Trainyard's own. */
export const anomalies: readonly Expectation[] = [
  columnNotConstant,
  columnNotLeak,
  idsNotOverlap,
  rowCountNearHistory,
  rowsNotOutliers,
  rowsNotOverlap,
  rowsUnique,
  tableFresh,
]

import { join, type Sql, sql } from '@trainyard/dataset'
import { type Check, type Measured, measuredCount, measuredNumber, type Step } from '../../kinds/check.ts'
import { isMostly } from '../../kinds/columnMap.ts'
import { countIf } from '../../kinds/sql/count.ts'
import type { ColumnFacts } from '../../kinds/table.ts'

/** Makes the median absolute deviation of normal values their standard deviation. */
const TO_DEVIATION = 1.482602218505602

/** Likewise for the mean absolute deviation from the median. */
const MEAN_TO_DEVIATION = 1.2533141373155003

export interface RobustOptions {
  readonly threshold: number
  readonly mostly: number
}

interface Centred {
  readonly column: ColumnFacts
  readonly median: number
  readonly deviation: number
}

/**
 * Rows of which some value lies more than `threshold` robust standard deviations from its column's median, after Iglewicz and
 * Hoaglin (1993): by the median absolute deviation, or by the mean one where half of the values are equal.
 */
export function robustStep(columns: readonly ColumnFacts[], options: RobustOptions): Step {
  const numbers = columns.map(({ sql: value }) => sql`CAST(${value} AS DOUBLE)`)
  const measures = numbers.flatMap((value, at) => [
    [`median${at}`, sql`median(${value})`] as const,
    [`mad${at}`, sql`mad(${value})`] as const,
  ])
  return {
    kind: 'inquiry',
    measures: Object.fromEntries(measures),
    next: (measured) => {
      const centred = columns.map((column, at) => centre(column, at, measured))
      const flat = centred.filter(({ deviation }) => deviation === 0)
      return flat.length === 0 ? robustCheck(centred, options) : meanDeviations(centred, options)
    },
  }
}

function centre(column: ColumnFacts, at: number, measured: Measured): Centred {
  const deviation = TO_DEVIATION * (measuredNumber(measured, `mad${at}`) ?? 0)
  return { column, median: measuredNumber(measured, `median${at}`) ?? 0, deviation }
}

function meanDeviations(centred: readonly Centred[], options: RobustOptions): Step {
  const measures = centred.map(
    ({ column, median }, at) => [`mean${at}`, sql`avg(${distance(column, median)})`] as const,
  )
  return {
    kind: 'inquiry',
    measures: Object.fromEntries(measures),
    next: (measured) => {
      const mended = centred.map((column, at) => {
        const mean = MEAN_TO_DEVIATION * (measuredNumber(measured, `mean${at}`) ?? 0)
        return column.deviation > 0 ? column : { ...column, deviation: mean }
      })
      return robustCheck(mended, options)
    },
  }
}

function robustCheck(centred: readonly Centred[], { threshold, mostly }: RobustOptions): Check {
  const scores = centred.filter(({ deviation }) => deviation > 0).map((each) => ({ ...each, score: scoreOf(each) }))
  const highest = scores.length === 0 ? sql`0` : sql`greatest(${join(scores.map(({ score }) => score))})`
  const unexpected = sql`${highest} > ${threshold}`
  const counts = scores.map(({ score }, at) => {
    return [`responsible${at}`, countIf(sql`${unexpected} AND ${score} = ${highest}`)] as const
  })
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      unexpected: countIf(unexpected),
      ...Object.fromEntries(counts),
    },
    rows: { unexpected, columns: centred.map(({ column }) => column.name), shape: 'record' },
    judge: (measured) => {
      const [elements, bad] = [measuredCount(measured, 'elements'), measuredCount(measured, 'unexpected')]
      const responsible = scores.map(
        ({ column }, at) => [column.name, measuredCount(measured, `responsible${at}`)] as const,
      )
      return {
        kind: 'rows',
        success: isMostly(bad, elements, mostly),
        elements,
        considered: elements,
        unexpected: bad,
        details: {
          method: 'robust-z',
          threshold,
          columns: Object.fromEntries(responsible.filter(([, rows]) => rows > 0)),
        },
      }
    },
  }
}

function scoreOf({ column, median, deviation }: Centred): Sql {
  return sql`(coalesce(${distance(column, median)}, 0) / ${deviation})`
}

function distance({ sql: value }: ColumnFacts, median: number): Sql {
  return sql`abs(CAST(${value} AS DOUBLE) - ${median})`
}

import type { CustomMetric, WholeValue } from '@trainyard/metrics'
import type { Position } from '@trainyard/ports'

/** A metric that is an expression in SQL. */
export interface SqlMetric {
  readonly name: string
  readonly better: 'higher' | 'lower'
  readonly sql: string
  readonly at: Position
}

/** What was found of one side: numbers of each row, or a value of all. */
export interface SideValues {
  readonly rows: readonly (readonly [string, Float64Array])[]
  readonly whole?: WholeValue
}

export interface MeasuredCustom {
  readonly metric: CustomMetric
  readonly candidate: SideValues
  readonly champion?: SideValues
}

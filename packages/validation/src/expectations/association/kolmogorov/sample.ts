import { sql } from '@trainyard/dataset'
import type { Batch } from '@trainyard/ports'
import { type Check, measuredCount, type Step, type ValueOutcome } from '../../../kinds/check.ts'
import { asDouble, findNumeric } from '../../../kinds/sql/moments.ts'
import { isFault, type TableFacts } from '../../../kinds/table.ts'

/** What a sample shows; a column without values shows nothing, and fails. */
export type Judge = (values: Float64Array) => Omit<ValueOutcome, 'kind'>

/** Judges the values of a column of numbers, in increasing order. They take a pass of their own, and 8 bytes each. */
export function sampleStep(name: string, table: TableFacts, judge: Judge): Step {
  const column = findNumeric(table, name)
  if (isFault(column)) return column
  return {
    kind: 'walk',
    columns: [sql`${asDouble(column)} AS value`],
    through: async (batches) => sampleCheck((await valuesOf(batches)).sort(), judge),
  }
}

function sampleCheck(values: Float64Array, judge: Judge): Check {
  const outcome = values.length === 0 ? { success: false, observed: null } : judge(values)
  return {
    kind: 'check',
    measures: { elements: sql`count(*)` },
    judge: (measured) => {
      const elements = measuredCount(measured, 'elements')
      return { kind: 'value', elements, missing: elements - values.length, ...outcome }
    },
  }
}

async function valuesOf(batches: AsyncIterable<Batch>): Promise<Float64Array> {
  const parts: Float64Array[] = []
  for await (const { columns } of batches) {
    const values = columns.get('value')
    if (values instanceof Float64Array) parts.push(values.filter((value) => !Number.isNaN(value)))
  }
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const part of parts) {
    all.set(part, filled)
    filled += part.length
  }
  return all
}

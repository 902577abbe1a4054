import type { ColumnDistribution, DistributionBin } from '@trainyard/evidence'
import type { Categories } from './columns.ts'
import type { CountedColumn } from './count.ts'
import type { Range } from './range.ts'

/** A column's distribution as the document holds it. Categories are named only where values are shown. */
export function distributionOf(counted: CountedColumn, shown: boolean): ColumnDistribution {
  const { column, binning, distinct, allFailing } = counted
  return {
    column: column.name,
    type: column.type,
    missing: column.missing,
    failing: allFailing,
    ...(distinct !== undefined && { distinct }),
    bins:
      binning === undefined ? [] : binning.kind === 'range' ? steps(binning, counted) : named(binning, counted, shown),
  }
}

function steps({ first, step, count }: Range, counted: CountedColumn): DistributionBin[] {
  const edge = (bin: number) => Number(((first + bin) * step).toPrecision(12))
  const inner = Array.from({ length: count }, (_, bin) => ({ from: edge(bin), to: edge(bin + 1), ...at(bin, counted) }))
  return [
    ...present({ to: edge(0), ...at(-1, counted) }),
    ...inner,
    ...present({ from: edge(count), ...at(count, counted) }),
  ]
}

/** Where no value is there twice, names say more than bars. */
function named({ values }: Categories, counted: CountedColumn, shown: boolean): DistributionBin[] {
  const bins = values.map((value, index) => ({ ...(shown && { value }), ...at(index + 1, counted) }))
  const repeated = bins.some(({ rows }) => rows > 1)
  return repeated ? [...bins, ...present({ others: true, ...at(0, counted) })] : []
}

function at(bin: number, { rows, failing }: CountedColumn): Pick<DistributionBin, 'rows' | 'failing'> {
  return { rows: rows.get(bin) ?? 0, failing: failing.get(bin) ?? 0 }
}

function present(bin: DistributionBin): DistributionBin[] {
  return bin.rows + bin.failing > 0 ? [bin] : []
}

import type { ResidualBin } from '@trainyard/evidence'
import { partOf, rounded, thresholdsOf } from './thresholds.ts'

const BINS = 20

/** A bin of fewer rows would tell of single ones. */
const LEAST_ROWS = 10

/** What is left unexplained, by the predicted number; rows count alike. Empty where there are too few rows. */
export function residualsOf(labels: Float64Array, predictions: Float64Array): readonly ResidualBin[] {
  const bins = Math.min(BINS, Math.floor(labels.length / LEAST_ROWS))
  if (bins === 0) return []
  const thresholds = thresholdsOf(predictions, bins)
  const rows = rowsByPart(predictions, thresholds)
  return rows.filter(({ length }) => length >= LEAST_ROWS).map((part) => binOf(part, labels, predictions))
}

function rowsByPart(predictions: Float64Array, thresholds: Float64Array): readonly Uint32Array[] {
  const parts = Uint32Array.from(predictions, (value) => partOf(value, thresholds))
  const sizes = new Uint32Array(thresholds.length + 1)
  for (const part of parts) sizes[part] = (sizes[part] ?? 0) + 1
  const rows = Array.from(sizes, (size) => new Uint32Array(size))
  sizes.fill(0)
  parts.forEach((part, row) => {
    const at = sizes[part] ?? 0
    const found = rows[part]
    if (found) found[at] = row
    sizes[part] = at + 1
  })
  return rows
}

function binOf(rows: Uint32Array, labels: Float64Array, predictions: Float64Array): ResidualBin {
  const predicted = Float64Array.from(rows, (row) => predictions[row] ?? 0)
  const actual = Float64Array.from(rows, (row) => labels[row] ?? 0)
  const residuals = actual.map((value, at) => value - (predicted[at] ?? 0)).sort()
  const quantile = (share: number) => rounded(residuals[Math.round(share * (residuals.length - 1))] ?? 0)
  return {
    rows: rows.length,
    predicted: rounded(mean(predicted)),
    actual: rounded(mean(actual)),
    residual: [quantile(0.05), quantile(0.5), quantile(0.95)],
  }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

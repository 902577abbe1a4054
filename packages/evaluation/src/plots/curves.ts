import type { Point, ScoreCurves } from '@trainyard/evidence'
import { partOf, rounded, thresholdsOf } from './thresholds.ts'

/** Points of a curve, and rows of a point of calibration. */
const POINTS = 100
const GROUPS = 10

/** Scores of one class, and which rows are of it. */
export interface Scored {
  readonly scores: Float64Array
  /** 1 where a row is of the class. */
  readonly positive: Uint8Array
  readonly weights?: Float64Array
}

/** @returns undefined where no row is of the class, or every row: there is nothing to tell apart */
export function curvesOf(scored: Scored): ScoreCurves | undefined {
  const parts = partsOf(scored, POINTS)
  const counts = countsFromTop(parts)
  const { positives, negatives } = counts.at(-1) ?? { positives: 0, negatives: 0 }
  if (positives === 0 || negatives === 0) return undefined
  const roc = counts.map((at) => point(at.negatives / negatives, at.positives / positives))
  const precisionRecall = counts
    .filter((at) => at.positives + at.negatives > 0)
    .map((at) => point(at.positives / positives, at.positives / (at.positives + at.negatives)))
  return { roc: [[0, 0], ...roc], precisionRecall, calibration: calibrationOf(partsOf(scored, GROUPS)) }
}

/** Weighted sums of the rows whose scores lie between two thresholds. */
interface Part {
  positives: number
  negatives: number
  scores: number
}

function partsOf({ scores, positive, weights }: Scored, count: number): readonly Part[] {
  const thresholds = thresholdsOf(scores, count)
  const parts = Array.from({ length: thresholds.length + 1 }, (): Part => ({ positives: 0, negatives: 0, scores: 0 }))
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row] ?? 0
    const weight = weights?.[row] ?? 1
    const part = parts[partOf(score, thresholds)]
    if (part === undefined) continue
    if (positive[row] === 1) part.positives += weight
    else part.negatives += weight
    part.scores += score * weight
  }
  return parts
}

/** Rows at and above each threshold, the highest first. */
function countsFromTop(parts: readonly Part[]): readonly Pick<Part, 'positives' | 'negatives'>[] {
  let [positives, negatives] = [0, 0]
  return parts.toReversed().map((part) => {
    positives += part.positives
    negatives += part.negatives
    return { positives, negatives }
  })
}

function calibrationOf(parts: readonly Part[]): readonly Point[] {
  return parts.flatMap(({ positives, negatives, scores }) => {
    const rows = positives + negatives
    return rows === 0 ? [] : [point(scores / rows, positives / rows)]
  })
}

function point(x: number, y: number): Point {
  return [rounded(x), rounded(y)]
}

import { ratio } from '../../counts.ts'

/** A score of one label, or of one row's labels: from those that are in both, in the truth, and in the answer. */
export type LabelScore = (hits: number, actual: number, predicted: number) => number

export const precisionScore: LabelScore = (hits, _, predicted) => ratio(hits, predicted)

export const recallScore: LabelScore = (hits, actual) => ratio(hits, actual)

export const jaccardScore: LabelScore = (hits, actual, predicted) => ratio(hits, actual + predicted - hits)

/** (1 + β²) hits ÷ (β² actual + predicted), van Rijsbergen (1979). */
export function fBetaScore(beta: number): LabelScore {
  const square = beta * beta
  return (hits, actual, predicted) => ratio((1 + square) * hits, square * actual + predicted)
}

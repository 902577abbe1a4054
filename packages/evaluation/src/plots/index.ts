import type { BothSides, Plots, ScoreCurves } from '@trainyard/evidence'
import type { Answers } from '@trainyard/metrics'
import { curvesOf } from './curves.ts'
import { residualsOf } from './residuals.ts'

/** Curves of more classes are neither read nor small. */
const MOST_CLASSES = 6

/** What the pages draw of both models: bounded, whatever the number of rows, and of no single row. */
export function plotsOf(candidate: Answers, champion: Answers | undefined): { readonly plots?: Plots } {
  return candidate.task === 'regression' ? residualPlots(candidate, champion) : curvePlots(candidate, champion)
}

function residualPlots(candidate: Answers, champion: Answers | undefined): { readonly plots?: Plots } {
  const own = residualsOf(candidate.labels, candidate.predictions)
  if (own.length === 0) return {}
  const rival = champion && { champion: residualsOf(champion.labels, champion.predictions) }
  return { plots: { residuals: { candidate: own, ...rival } } }
}

function curvePlots(candidate: Answers, champion: Answers | undefined): { readonly plots?: Plots } {
  const curves = drawnClasses(candidate).flatMap((index) => {
    const own = curvesOfClass(candidate, index)
    if (own === undefined) return []
    const rival = champion && curvesOfClass(champion, index)
    const sides: BothSides<ScoreCurves> = { candidate: own, ...(rival && { champion: rival }) }
    return [{ class: candidate.classes[index] ?? '', ...sides }]
  })
  return curves.length > 0 ? { plots: { curves } } : {}
}

/** Of two classes one says all of the other. */
function drawnClasses({ task, classes }: Answers): readonly number[] {
  if (task === 'classification' && classes.length === 2) return [1]
  return classes.slice(0, MOST_CLASSES).map((_, index) => index)
}

function curvesOfClass(answers: Answers, index: number): ScoreCurves | undefined {
  const { task, rows, classes, labels, probabilities, weights } = answers
  if (probabilities === undefined) return undefined
  const width = classes.length
  const scores = Float64Array.from({ length: rows }, (_, row) => probabilities[row * width + index] ?? 0)
  const isOf = (row: number) => (task === 'multilabel' ? labels[row * width + index] === 1 : labels[row] === index)
  const positive = Uint8Array.from({ length: rows }, (_, row) => (isOf(row) ? 1 : 0))
  return curvesOf({ scores, positive, ...(weights && { weights }) })
}

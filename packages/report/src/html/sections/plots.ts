import type { BothSides, EvaluationDocument, Point, ResidualBin, ScoreCurves } from '@trainyard/evidence'
import { formatNumber } from '../../format.ts'
import { type Html, html, nothing } from '../html.ts'
import { type Line, plot } from '../plot.ts'

/** Curves and residuals of the candidate and the champion together. */
export function plotsSection({ plots, confusion }: EvaluationDocument): Html {
  const { curves = [], residuals } = plots ?? {}
  if (curves.length === 0 && residuals === undefined) return nothing
  const compared = residuals?.champion !== undefined || curves.some(({ champion }) => champion !== undefined)
  const more = curves.length < (confusion?.classes.length ?? 0) && curves.length > 1
  return html`<h3>Curves</h3>${legend(compared)}
${curves.map((curve) => classPlots(curve, curves.length > 1))}${residuals ? residualPlots(residuals) : nothing}
${more ? html`<p class="soft">The first ${curves.length} of ${confusion?.classes.length ?? 0} classes.</p>` : nothing}`
}

function legend(compared: boolean): Html {
  const key = (of: Line['of']) =>
    html`<svg class="plot key" aria-hidden="true" viewBox="0 0 28 8" width="28" height="8"><path class="${of}" d="M1 4H27"/></svg> ${of}`
  return html`<p class="soft">${key('candidate')}${compared ? html` &nbsp; ${key('champion')}` : nothing}</p>`
}

function classPlots({ class: name, ...sides }: { readonly class: string } & BothSides<ScoreCurves>, named: boolean) {
  const of = (pick: (curves: ScoreCurves) => readonly Point[], dots = false) => linesOf(sides, pick, dots)
  const plots = [
    plot({
      title: 'ROC',
      x: 'false-positive rate',
      y: 'true-positive rate',
      lines: of(({ roc }) => roc),
      guide: 'diagonal',
      shares: true,
      about: told(sides, ({ roc }) => `area ${formatNumber(area(roc))}`),
    }),
    plot({
      title: 'Precision and recall',
      x: 'recall',
      y: 'precision',
      lines: of(({ precisionRecall }) => precisionRecall),
      shares: true,
      about: told(
        sides,
        ({ precisionRecall }) => `precision ${formatNumber(precisionRecall.at(-1)?.[1] ?? 0)} where every row is found`,
      ),
    }),
    plot({
      title: 'Calibration',
      x: 'mean score',
      y: 'share of the class',
      lines: of(({ calibration }) => calibration, true),
      guide: 'diagonal',
      shares: true,
      about: told(sides, ({ calibration }) => `farthest from the diagonal by ${formatNumber(farthest(calibration))}`),
    }),
  ]
  return html`${named ? html`<p><strong>${name}</strong> against the others</p>` : nothing}<div class="columns">${plots}</div>`
}

function residualPlots(sides: BothSides<readonly ResidualBin[]>): Html {
  const band = (bins: readonly ResidualBin[]) => bins.map(({ residual: [low, , high] }) => [low, high] as const)
  const residuals = pairs(sides).map(
    ([of, bins]): Line => ({
      of,
      points: bins.map(({ predicted, residual }) => [predicted, residual[1]]),
      band: band(bins),
    }),
  )
  const means = pairs(sides).map(
    ([of, bins]): Line => ({
      of,
      points: bins.map(({ predicted, actual }) => [predicted, actual]),
      dots: true,
    }),
  )
  const spread = (bins: readonly ResidualBin[]) => {
    const [lows, highs] = [bins.map(({ residual }) => residual[0]), bins.map(({ residual }) => residual[2])]
    return `nine of ten residuals from ${formatNumber(Math.min(...lows))} to ${formatNumber(Math.max(...highs))} in any group`
  }
  const off = (bins: readonly ResidualBin[]) => farthest(bins.map(({ predicted, actual }) => [predicted, actual]))
  return html`<div class="columns">${plot({
    title: 'Predicted and true',
    x: 'predicted, mean of a group',
    y: 'true, mean of a group',
    lines: means,
    guide: 'diagonal',
    about: told(sides, (bins) => `farthest from the diagonal by ${formatNumber(off(bins))}`),
  })}${plot({
    title: 'Residuals',
    x: 'predicted',
    y: 'true − predicted',
    lines: residuals,
    guide: 'zero',
    about: told(sides, spread),
  })}</div><p class="soft">Groups of rows of about equal number by the predicted number. Residuals: the median, and from 5 % to 95 %.</p>`
}

function linesOf<T>(sides: BothSides<T>, pick: (side: T) => readonly Point[], dots: boolean): readonly Line[] {
  return pairs(sides).map(([of, side]) => ({ of, points: pick(side), dots }))
}

function told<T>(sides: BothSides<T>, say: (side: T) => string): string {
  return pairs(sides)
    .map(([of, side]) => `${of} ${say(side)}`)
    .join('; ')
}

function pairs<T>({ candidate, champion }: BothSides<T>): readonly (readonly [Line['of'], T])[] {
  return [['candidate', candidate], ...(champion === undefined ? [] : [['champion', champion] as const])]
}

/** By the trapezoidal rule. */
function area(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, [x, y], at) => {
    const [before, height] = points[at] ?? [0, 0]
    return sum + ((x - before) * (y + height)) / 2
  }, 0)
}

function farthest(points: readonly Point[]): number {
  return Math.max(0, ...points.map(([x, y]) => Math.abs(x - y)))
}

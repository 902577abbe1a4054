import type { TrialResult, TrialsDocument } from '@trainyard/evidence'
import type { Charts } from '../../../charts.ts'
import { formatNumber } from '../../../format.ts'
import { type Html, html, nothing, trusted } from '../../html.ts'
import { badge, figure, table } from '../../parts.ts'
import { parallelCoordinates } from './coordinates.ts'
import { metricOf, parameterNames, type Search } from './trials.ts'

/** A page is read by people; run.json has them all. */
const MOST_ROWS = 200

/** What one job of a search trained. */
export function trialsSection({ search, verdict, reason }: TrialsDocument, charts: Charts): Html {
  return html`<h2>Trials ${badge(verdict)}</h2><p>${reason}</p>${searchFigures(search, charts)}`
}

/** All trials: a line each through their parameters, and a table with the best first. */
export function searchFigures(search: Search, charts: Charts): Html {
  const { trials, best, chosen, judgedBy } = search
  const where = judgedBy === 'validation' ? 'on the validation share' : 'as the trainer logged it'
  const failed = trials.filter(({ value }) => value === undefined).length
  return html`<h3>Search</h3>
<p>${trials.length} trials, judged by <strong>${best}</strong> ${where}${chosen === 0 ? '' : `; trial ${chosen} is the best`}${failed > 0 ? `; ${failed} failed` : ''}.</p>
${plot(search, charts)}
<details><summary>All trials</summary>${trialTable(search)}</details>`
}

function plot(search: Search, charts: Charts): Html {
  const option = parallelCoordinates(search)
  if (option === undefined) return nothing
  const caption = 'Each line is a trial, from its parameters to its value; the thick one was chosen.'
  return figure(trusted(charts(option, { width: 860, height: 300 })), caption)
}

function trialTable({ trials, best, chosen }: Search): Html {
  const names = parameterNames(trials)
  const metric = metricOf(best)
  const rows = inOrder(trials, best)
    .slice(0, MOST_ROWS)
    .map((one) => [
      html`${one.trial}${one.trial === chosen ? ' ★' : ''}`,
      ...names.map((name) => shown(one.parameters[name])),
      one.value === undefined ? `failed: ${one.failure ?? ''}` : formatNumber(one.value),
      `${formatNumber(one.seconds)} s`,
      one.reused ? 'trained before' : '',
    ])
  const more =
    trials.length > MOST_ROWS ? html`<p class="soft">The best ${MOST_ROWS} of ${trials.length}.</p>` : nothing
  return html`${table(['trial', ...names, metric, 'time', ''], rows, [...numericNames(trials, names), metric, 'time'])}${more}`
}

/** The best first, then by number; failed ones last. */
function inOrder(trials: readonly TrialResult[], best: string): readonly TrialResult[] {
  const sign = best.startsWith('min') ? 1 : -1
  const rank = ({ value }: TrialResult) => (value === undefined ? Number.POSITIVE_INFINITY : sign * value)
  return trials.toSorted((a, b) => (rank(a) === rank(b) ? a.trial - b.trial : rank(a) - rank(b)))
}

function numericNames(trials: readonly TrialResult[], names: readonly string[]): readonly string[] {
  return names.filter((name) => trials.every(({ parameters }) => typeof parameters[name] === 'number'))
}

function shown(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : String(value)
}

import type { ValidationDocument } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { aboutOf, cutText, orderedChecks, rowText, type ShownCheck } from '../../checks.ts'
import { count } from '../../format.ts'
import { foundOf } from '../../found.ts'
import { type Html, html, nothing } from '../html.ts'
import { badge, facts, table } from '../parts.ts'
import { differenceSection } from './difference.ts'
import { distributionsPart } from './distributions.ts'

/** Checks that the page lists; the document has all. */
const mostListed = 1000
const sampled = 3

/** Every check, the failed ones first, with some of the rows that fail it; then the distribution of each column. */
export function validationSection(document: ValidationDocument): Html {
  const { suite, verdict, statistics, reason } = document
  const checks = orderedChecks(document)
  const failed = checks.filter(({ result }) => !result.success)
  const passed = checks.filter(({ result }) => result.success)
  return html`<h2>Validation ${badge(verdict)}</h2>${compared(document)}<p>${reason}</p>
${facts([
  ['suite', suite.path ?? suite.name],
  ['checks', grouped(statistics.evaluated_expectations)],
  ['failed', failedBySeverity(failed)],
  ['failing rows', failingRows(document)],
])}
${failed.length === 0 ? nothing : list(failed, mostListed)}
${notChecked(document)}
${document.difference ? differenceSection(document.difference) : nothing}
${distributionsPart(document)}
${passedPart(passed, mostListed - Math.min(failed.length, mostListed))}`
}

function compared({ suite, proposedSchema }: ValidationDocument): Html {
  if (suite.source !== 'structure') return nothing
  const proposed = proposedSchema ? ` A schema was proposed: ${proposedSchema}.` : ''
  return html`<p>Nothing was compared: no suite is named and no schema is committed.${proposed}</p>`
}

function notChecked({ untranslated: parts = [] }: ValidationDocument): Html {
  if (parts.length === 0) return nothing
  const rows = parts.slice(0, mostListed).map(({ what, why, at }) => [String(at.line ?? ''), what, why])
  return html`<h3>Not checked</h3>${table(['line', 'part of the suite', 'why'], rows)}`
}

function failedBySeverity(failed: readonly ShownCheck[]): string {
  const counts = (['critical', 'warning', 'info'] as const).flatMap((severity) => {
    const number = failed.filter((check) => check.severity === severity).length
    return number === 0 ? [] : [`${grouped(number)} ${severity}`]
  })
  return counts.length === 0 ? 'none' : counts.join(', ')
}

function failingRows({ failingRows: rows }: ValidationDocument): string | undefined {
  if (rows === undefined) return undefined
  if (rows.files.length === 0) return grouped(rows.total)
  const those = rows.told < rows.total ? `the first ${grouped(rows.told)} of ` : ''
  return `${those}${grouped(rows.total)} in ${rows.files.join(' and ')}`
}

function passedPart(passed: readonly ShownCheck[], room: number): Html {
  if (passed.length === 0) return nothing
  return html`<details><summary>${count(passed.length, 'check')} passed</summary>${list(passed, room)}</details>`
}

function list(checks: readonly ShownCheck[], most: number): Html {
  const more = checks.length - Math.min(checks.length, most)
  const rest = more > 0 ? html`<p class="soft">and ${count(more, 'more check')} in validation.json</p>` : nothing
  return html`<ul class="checks">${checks.slice(0, most).map(item)}</ul>${rest}`
}

function item(check: ShownCheck): Html {
  const { result, severity } = check
  return html`<li>${badge(result.success ? 'pass' : severity)}<div>${expectation(check)}</div><div>${foundOf(result)}${rowsOf(check)}</div></li>`
}

function expectation({ result, place }: ShownCheck): Html {
  const { type, kwargs } = result.expectation_config
  const about = aboutOf(result)
  const named = about === '' ? nothing : html`<strong>${cutText(about, 200)}</strong> `
  const rest = Object.entries(kwargs).filter(([name]) => !/^column(_A|_B|_list)?$/.test(name))
  const said = rest.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')
  const lines = [said, place ?? ''].filter((line) => line !== '')
  return html`${named}<code>${type}</code>${lines.map((line) => html`<div class="soft">${cutText(line, 200)}</div>`)}`
}

function rowsOf({ failing }: ShownCheck): Html {
  if (failing === undefined) return nothing
  const shown = failing.sample.slice(0, sampled)
  const more = failing.total - shown.length
  const rest = more > 0 && shown.length > 0 ? html`<div class="soft">and ${grouped(more)} more</div>` : nothing
  return html`${shown.map((one) => html`<div class="soft">${rowText(one)}</div>`)}${rest}`
}

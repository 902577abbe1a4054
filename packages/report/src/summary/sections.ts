import type {
  AnyDocument,
  DatasetDocument,
  DriftDocument,
  EvaluationDocument,
  ImageDocument,
  UntranslatedCheck,
  UntranslatedRule,
  ValidationDocument,
} from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { aboutOf, cutText, orderedChecks, rowText, type ShownCheck } from '../checks.ts'
import {
  formatBytes,
  formatInterval,
  formatNumber,
  formatP,
  metricName,
  shortDigest,
  thresholdText,
} from '../format.ts'
import { foundOf } from '../found.ts'
import { hygieneRows } from '../hygiene.ts'
import { runMarkdown } from '../runs/markdown.ts'
import { weakRows, weakSummary } from '../weak-slices.ts'
import { differenceMarkdown } from './difference.ts'
import { gatesTable } from './gates.ts'
import { escapeMarkdown, folded, markdownTable } from './markdown.ts'

const MOST_ROWS = 200

/** Characters of the table of gates, of the 1 MiB that a summary holds. */
const MOST_OF_GATES = 300_000

/** The tables of one document; empty where its line says it all. */
export function section(document: AnyDocument): string {
  switch (document.kind) {
    case 'dataset':
      return folded('Data', dataset(document))
    case 'validation':
      return validation(document)
    case 'run':
      return runMarkdown(document)
    case 'evaluation':
      return evaluation(document)
    case 'image':
      return folded('Layers', image(document))
    case 'drift':
      return drift(document)
    default:
      return ''
  }
}

function dataset({ columns, split, rows, sha256 }: DatasetDocument): string {
  const shares = Object.entries(split.rows).map(([name, count]) => `${name} ${count}`)
  const table = markdownTable(
    ['column', 'type', 'role', 'missing'],
    columns
      .slice(0, MOST_ROWS)
      .map(({ name, type, role, missing }) => [escapeMarkdown(name), type, role, String(missing)]),
  )
  return `${rows} rows (${shares.join(', ')}), \`${shortDigest(sha256)}\`\n\n${table}`
}

/** The failed checks, the gravest first, with where they stand and the first rows that fail. */
function validation(document: ValidationDocument): string {
  const failed = orderedChecks(document).filter(({ result }) => !result.success)
  const table = markdownTable(
    ['failed check', 'column', 'severity', 'found', 'rows', 'suite'],
    failed
      .slice(0, MOST_ROWS)
      .map((check) => [
        escapeMarkdown(check.result.expectation_config.type),
        escapeMarkdown(cutText(aboutOf(check.result), 200)),
        check.severity,
        escapeMarkdown(foundOf(check.result)),
        escapeMarkdown(firstRows(check)),
        escapeMarkdown(check.place ?? ''),
      ]),
  )
  const over = failed.length - MOST_ROWS
  const more = over > 0 ? `and ${grouped(over)} more failed checks in the report` : ''
  const changed = document.difference ? differenceMarkdown(document.difference) : ''
  return [table, more, changed, untranslated('Parts of the suite that were not checked', document.untranslated)]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** What was asked for elsewhere and was not looked at. */
function untranslated(title: string, parts: readonly (UntranslatedRule | UntranslatedCheck)[] = []): string {
  const table = markdownTable(
    ['not checked', 'why', 'line'],
    parts
      .slice(0, MOST_ROWS)
      .map(({ what, why, at }) => [escapeMarkdown(what), escapeMarkdown(why), String(at.line ?? '')]),
  )
  return folded(title, table)
}

function firstRows({ failing }: ShownCheck): string {
  if (failing === undefined || failing.sample.length === 0) return ''
  const shown = failing.sample.slice(0, 3).map(rowText)
  return `${shown.join('; ')}${failing.total > shown.length ? '; …' : ''}`
}

function weak({ weakSlices }: EvaluationDocument): string {
  if (weakSlices === undefined) return ''
  const head = ['rows with', 'rows', weakSlices.measure, 'of the others', 'p']
  const rows = weakRows(weakSlices).map(([where = '', ...numbers]) => [escapeMarkdown(where), ...numbers])
  return [`**Weak slices.** ${weakSummary(weakSlices)}`, markdownTable(head, rows)]
    .filter((part) => part !== '')
    .join('\n\n')
}

function evaluation(document: EvaluationDocument): string {
  const { metrics, untranslated: left } = document
  const gates = gatesTable(document, MOST_OF_GATES)
  const all = markdownTable(
    ['metric', 'value', 'interval (95 %)'],
    metrics
      .slice(0, MOST_ROWS)
      .map((metric) => [
        escapeMarkdown(metricName(metric)),
        formatNumber(metric.value),
        metric.interval ? formatInterval(metric.interval) : '',
      ]),
  )
  const beside = markdownTable(
    ['beside the gates', ''],
    hygieneRows(document).map((row) => row.map(escapeMarkdown)),
  )
  const parts = untranslated('Parts of imported files that are no rule', left)
  const threshold = thresholdText(document)
  const cut = threshold === undefined ? '' : `Threshold: ${escapeMarkdown(threshold)}`
  const shown = [gates, beside, cut, folded('All metrics', all), parts, weak(document)]
  return shown.filter((part) => part !== '').join('\n\n')
}

function image({ layers }: ImageDocument): string {
  return markdownTable(
    ['layer', 'size', 'digest', 'reused'],
    layers.map(({ name, size, digest, reused }) => [
      name,
      formatBytes(size),
      `\`${shortDigest(digest)}\``,
      reused ? 'yes' : '',
    ]),
  )
}

function drift({ tests }: DriftDocument): string {
  const ordered = [...tests].sort((a, b) => (a.adjustedP ?? 2) - (b.adjustedP ?? 2))
  return markdownTable(
    ['column', 'test', 'p (Holm)', 'drift', ''],
    ordered
      .slice(0, MOST_ROWS)
      .map(({ column, test, adjustedP, drift, detail }) => [
        escapeMarkdown(column),
        test,
        adjustedP === null ? '' : escapeMarkdown(formatP(adjustedP)),
        drift ? '**yes**' : '',
        escapeMarkdown(detail),
      ]),
  )
}

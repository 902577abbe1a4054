import type { DatasetDocument, ExpectationResult, UntranslatedCheck, ValidationDocument } from '@trainyard/evidence'
import { count, formatBytes, formatNumber, formatShare } from '../../format.ts'
import { type Html, html, nothing } from '../html.ts'
import { badge, digest, facts, table } from '../parts.ts'

/** Files, columns and the split. */
export function datasetSection({ files, rows, columns, split, sha256 }: DatasetDocument): Html {
  const shares = Object.entries(split.rows).map(
    ([name, part]) => `${name} ${part.toLocaleString('en-US')} (${formatShare(part, rows)})`,
  )
  return html`<h2>Data</h2>
${facts([
  ['rows', rows.toLocaleString('en-US')],
  ['split', `${split.method}: ${shares.join(', ')}`],
  ['stratified by', split.stratifiedBy],
  ['digest', digest(sha256)],
])}
${table(
  ['column', 'type', 'role', 'missing'],
  columns.map(({ name, type, role, missing }) => [
    name,
    type,
    role,
    `${missing.toLocaleString('en-US')} (${formatShare(missing, rows)})`,
  ]),
  ['missing'],
)}
<details><summary>${count(files.length, 'file')}</summary>
${table(
  ['file', 'size', 'sha256'],
  files.map(({ path, bytes, sha256: of }) => [path, formatBytes(bytes), digest(of)]),
  ['size'],
)}</details>`
}

/** Every expectation, the failed ones first. */
export function validationSection({
  results,
  suite,
  verdict,
  statistics,
  proposedSchema,
  untranslated = [],
}: ValidationDocument): Html {
  const ordered = [...results].sort((a, b) => Number(a.success) - Number(b.success))
  const note =
    suite.source === 'structure'
      ? html`<p>Nothing was compared: no suite is named and no schema is committed.${proposedSchema ? ` A schema was proposed: ${proposedSchema}.` : ''}</p>`
      : nothing
  return html`<h2>Validation ${badge(verdict)}</h2>${note}
${facts([
  ['suite', suite.name],
  ['checks', String(statistics.evaluated_expectations)],
  ['failed', String(statistics.unsuccessful_expectations)],
])}
${table(['', 'expectation', 'about', 'severity', 'found'], ordered.map(row))}
${untranslated.length === 0 ? nothing : notChecked(untranslated)}`
}

function notChecked(parts: readonly UntranslatedCheck[]): Html {
  return html`<h3>Not checked</h3>
${table(
  ['line', 'part of the suite', 'why'],
  parts.map(({ what, why, at }) => [String(at.line ?? ''), what, why]),
)}`
}

function row({
  success,
  expectation_config: { type, kwargs, severity },
  result,
  exception_info,
}: ExpectationResult): (Html | string)[] {
  return [
    badge(success ? 'pass' : 'fail'),
    type,
    about(kwargs),
    severity ?? 'critical',
    exception_info.exception_message ?? found(result),
  ]
}

function about(kwargs: Readonly<Record<string, unknown>>): string {
  const columns = [kwargs['column'], kwargs['column_A'], kwargs['column_B'], kwargs['column_list']].filter(
    (name) => name !== undefined,
  )
  return columns.map(String).join(', ')
}

function found(result: Readonly<Record<string, unknown>>): string {
  const { unexpected_count: unexpected, element_count: all, observed_value: observed } = result
  if (typeof unexpected === 'number')
    return `${unexpected.toLocaleString('en-US')} of ${Number(all).toLocaleString('en-US')} rows unexpected`
  if (typeof observed === 'number') return formatNumber(observed)
  return observed === undefined ? '' : JSON.stringify(observed)
}

import type { DatasetDocument } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { count, formatBytes, formatShare } from '../../format.ts'
import { type Html, html } from '../html.ts'
import { digest, facts, table } from '../parts.ts'

/** Files, columns and the split. */
export function datasetSection({ files, rows, columns, split, sha256 }: DatasetDocument): Html {
  const shares = Object.entries(split.rows).map(
    ([name, part]) => `${name} ${grouped(part)} (${formatShare(part, rows)})`,
  )
  return html`<h2>Data</h2>
${facts([
  ['rows', grouped(rows)],
  ['split', `${split.method}: ${shares.join(', ')}`],
  ['stratified by', split.stratifiedBy && [split.stratifiedBy].flat().join(', ')],
  ['digest', digest(sha256)],
])}
${table(
  ['column', 'type', 'role', 'missing'],
  columns.map(({ name, type, role, missing }) => [
    name,
    type,
    role,
    `${grouped(missing)} (${formatShare(missing, rows)})`,
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

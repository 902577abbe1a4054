import { type DatasetDocument, newDocument, type Subject } from '@trainyard/evidence'
import { type Clock, grouped } from '@trainyard/ports'
import type { Dataset } from './types.ts'

/** What `dataset.json` says of a dataset. `configured`: digest of what the configuration says of it. */
export function datasetDocument(
  { files, rows, columns, split, sha256 }: Dataset,
  clock: Clock,
  configured?: string,
): DatasetDocument {
  const used = columns.filter(({ role }) => role !== 'ignore').length
  return newDocument(
    'dataset',
    { files, rows, columns, sha256, split, ...(configured !== undefined && { configured }) },
    {
      clock,
      subjects: [{ kind: 'dataset', name: 'dataset', sha256 }],
      inputs: files.map((file): Subject => ({ kind: 'data', name: file.path, sha256: file.sha256 })),
      verdict: 'pass',
      reason: `${grouped(rows)} rows × ${used} columns`,
    },
  )
}

import { type ColumnType, type DatasetDocument, readDocument } from '@trainyard/evidence'
import { type DatasetInput, logInput } from '../rest/inputs.ts'
import type { SpooledFile } from '../spool/entries.ts'
import { keptFile } from '../spool/spool.ts'
import { runOf, type Sending } from './sending.ts'

/** Characters that MLflow keeps of a digest. */
const digestLength = 36

/** Logs what the run was trained on: what `dataset.json` says of it, and no values. */
export async function sendDataset({ sha256 }: SpooledFile, sending: Sending): Promise<void> {
  const { document } = await readDocument('dataset', keptFile(sending.spool, sha256))
  await logInput(sending.sender.server, runOf(sending), datasetInput(document, sending.sender.project))
}

/** A dataset as MLflow describes one: columns as `mlflow_colspec`, the rows of each share as its profile. */
export function datasetInput({ files, columns, rows, split, sha256 }: DatasetDocument, project: string): DatasetInput {
  return {
    name: project,
    digest: sha256.slice(0, digestLength),
    sourceType: 'trainyard',
    source: JSON.stringify({ uri: files[0]?.path, files: files.map(({ path }) => path), sha256 }),
    schema: JSON.stringify({ mlflow_colspec: columns.map(colspec) }),
    profile: JSON.stringify({ num_rows: rows, num_elements: rows * columns.length, ...split.rows }),
    context: 'training',
  }
}

const types: Readonly<Record<ColumnType, string>> = {
  number: 'double',
  integer: 'long',
  boolean: 'boolean',
  string: 'string',
  date: 'datetime',
  time: 'string',
  timestamp: 'datetime',
}

function colspec({ name, type, missing }: DatasetDocument['columns'][number]) {
  return { type: types[type], name, required: missing === 0 }
}

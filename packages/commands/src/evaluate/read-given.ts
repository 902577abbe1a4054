import path from 'node:path'
import { sha256, sha256File } from '@trainyard/ports'
import { readPredictions } from '@trainyard/predictions'
import type { Context } from '../core/context.ts'
import type { Judged } from './judged.ts'

/** Predictions that any framework wrote, judged without a model. */
export async function readGiven(files: readonly string[], { folder, services }: Context): Promise<Judged> {
  const names = files.map((file) => path.relative(folder, file))
  const table = await readPredictions({ base: folder, files: names }, services)
  const digests = await Promise.all(files.map((file) => sha256File(file)))
  const digest = digests.length === 1 ? (digests[0] ?? '') : sha256(digests.join('\n'))
  return {
    table,
    target: 'label',
    data: { split: 'given', rows: table.rows, sha256: digest },
    inputs: [{ kind: 'predictions', name: names.join(', '), sha256: digest }],
  }
}

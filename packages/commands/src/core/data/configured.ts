import type { Config } from '@trainyard/config'
import { type DatasetDocument, readDocument } from '@trainyard/evidence'
import { InputError, sha256 } from '@trainyard/ports'

/** Digest of what the configuration says of the data; undefined where it says nothing. */
export function configuredData({ data }: Pick<Config, 'data'>): string | undefined {
  if (data === undefined) return undefined
  const { dvc: _how, ...what } = data
  return sha256(JSON.stringify(Object.entries(what).toSorted(([one], [other]) => (one < other ? -1 : 1))))
}

/** @throws InputError where the configuration says something else of the data than when the document was made */
export async function expectConfigured(file: string, config: Pick<Config, 'data'>): Promise<void> {
  const { document } = await readDocument('dataset', file)
  if (isConfigured(document, config)) return
  throw new InputError('says something else than when validate-data looked at the data', {
    at: { file: 'trainyard.yml', key: 'data' },
    remedy: 'Run validate-data again: it settles columns, types and split for the stages after it.',
  })
}

function isConfigured({ configured }: DatasetDocument, config: Pick<Config, 'data'>): boolean {
  const now = configuredData(config)
  return configured === undefined || now === undefined || configured === now
}

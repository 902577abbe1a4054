import { InputError } from '@trainyard/ports'
import type { TablePlace } from '../place.ts'
import type { Protocol } from './actions.ts'

/** Table features that change what a reader must do, and that this reader does. */
const knownFeatures = [
  'columnMapping',
  'deletionVectors',
  'timestampNtz',
  'typeWidening',
  'typeWidening-preview',
  'v2Checkpoint',
  'vacuumProtocolCheck',
]
/** From this reader version on, the features are listed. */
const featureVersion = 3

/** @throws {InputError} naming each table feature, or the reader version, that this reader does not know */
export function checkProtocol({ minReaderVersion, readerFeatures }: Protocol, { file, version }: TablePlace): void {
  const unknown = readerFeatures.filter((feature) => !knownFeatures.includes(feature))
  if (minReaderVersion > featureVersion) unknown.push(`reader version ${minReaderVersion}`)
  if (unknown.length === 0) return
  throw new InputError(`version ${version} of the table needs ${unknown.join(', ')}, which this reader does not know`, {
    at: { file },
    remedy: `Known are ${knownFeatures.join(', ')}. Rewrite the table without the others, or read it by a query.`,
  })
}

/** Whether `delta.columnMapping.mode` counts: older readers did not know it. */
export function mapsColumns({ minReaderVersion, readerFeatures }: Protocol): boolean {
  return minReaderVersion === 2 || (minReaderVersion === featureVersion && readerFeatures.includes('columnMapping'))
}

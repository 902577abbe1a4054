import path from 'node:path'
import { type DeltaConfig, timestampOf } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { SourceFile } from '../files/source.ts'
import type { Place } from '../sources/place.ts'
import type { VersionRule } from './log/version.ts'
import { deltaNamed } from './name.ts'
import { openDelta } from './table.ts'

/**
 * The rows of a Delta table at a version, as one file of the dataset.
 * @throws {InputError} where there is no table or no such version, or where it is broken or needs what is not known
 */
export async function findDelta(config: DeltaConfig, { base, engine, split }: Place): Promise<SourceFile[]> {
  const absolute = path.resolve(base, config.delta)
  const name = path.relative(base, absolute).split(path.sep).join('/')
  if (!(await deltaNamed(config.delta, base))) {
    throw new InputError(`no Delta table: ${config.delta}`, {
      at: { file: name },
      remedy: 'Name the folder that holds _delta_log. Paths are relative to trainyard.yml.',
    })
  }
  const opened = await openDelta({ path: name, absolute }, versionRule(config, name), engine)
  const { id, version, timestamp, relation, sha256, bytes } = opened
  const delta = { table: id, version, ...(timestamp !== undefined && { timestamp }) }
  const file = { path: name, absolute, format: 'parquet', gzip: false } as const
  return [{ ...file, delta, relation, known: { sha256, bytes }, ...(split && { split }) }]
}

function versionRule({ version, timestamp: written }: DeltaConfig, name: string): VersionRule {
  if (version !== undefined) return { version }
  if (written === undefined) return {}
  const timestamp = timestampOf(written)
  if (!Number.isNaN(timestamp)) return { timestamp }
  throw new InputError(`there is no such time: ${written}`, {
    at: { file: name },
    remedy: 'Write it as 2026-01-31T12:00:00Z.',
  })
}

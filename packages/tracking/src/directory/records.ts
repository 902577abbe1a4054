import { readFile } from 'node:fs/promises'
import { keyPath, ownValidator } from '@trainyard/config'
import { InputError, isCode } from '@trainyard/ports'
import type { RunEnd, RunFacts } from '../types.ts'
import type { RunProcess } from './alive.ts'

/** The JSON files of the directory, by what they record (schema/tracking.schema.json). */
export interface Records {
  readonly run: {
    readonly record: 'run'
    readonly name: string
    readonly parent?: string
    readonly startedAt: string
    /** What writes it, until it has ended. */
    readonly process?: RunProcess
    readonly facts: RunFacts
    readonly tags: Readonly<Record<string, string>>
  }
  readonly end: RunEnd & { readonly record: 'end'; readonly endedAt: string }
  readonly version: {
    readonly record: 'version'
    readonly run: string
    readonly sha256: string
    readonly createdAt: string
    readonly description?: string
    readonly tags: Readonly<Record<string, string>>
  }
  readonly alias: { readonly record: 'alias'; readonly version: string; readonly by: string; readonly at: string }
}

export function recordText(record: Records[keyof Records]): string {
  return `${JSON.stringify(record, null, 2)}\n`
}

/** A record, checked; undefined where there is no such file. @throws InputError where it is broken or of another kind */
export async function readRecord<Kind extends keyof Records>(
  kind: Kind,
  file: string,
): Promise<Records[Kind] | undefined> {
  const text = await textOf(file)
  if (text === undefined) return undefined
  const value = parsed(text, file)
  await expectRecord(kind, value, file)
  return value as Records[Kind]
}

/** The text of a file; undefined where there is none. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

async function expectRecord(kind: keyof Records, value: unknown, file: string): Promise<void> {
  const validate = await ownValidator('tracking', schemas)
  const findings = await validate(value)
  if (findings.length > 0)
    throw new InputError(
      findings.map(({ path, message }) => ({ message, at: { file, key: keyPath(path) }, remedy: broken })),
    )
  if ((value as Records[keyof Records]).record !== kind)
    throw new InputError(`is no record of a ${kind}`, { at: { file }, remedy: broken })
}

async function schemas() {
  const common = await import('../../../../schema/common.schema.json', { with: { type: 'json' } })
  const own = await import('../../../../schema/tracking.schema.json', { with: { type: 'json' } })
  return { schema: own.default, references: [common.default] }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError('is not valid JSON', { at: { file }, remedy: broken, cause: error })
  }
}

const broken = 'It was changed or cut off after it was written. Restore it, or remove its folder.'

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode, writeFileAtomic } from '@trainyard/ports'
import type { Revision } from '../types.ts'
import type { ProcessId } from './process-id.ts'

/** A revision that was started here. */
export interface LocalRevision extends Revision {
  readonly url: string
  readonly process: ProcessId
}

/** What `state.json` remembers. */
export interface LocalState {
  readonly schemaVersion: 1
  readonly current?: LocalRevision
  readonly previous?: Revision
}

/**
 * Reads `state.json` of a state folder; without one nothing was deployed.
 * @throws InputError where it is not what this program wrote
 */
export async function readState(folder: string): Promise<LocalState> {
  const file = path.join(folder, 'state.json')
  try {
    const state: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (isState(state)) return state
    throw new SyntaxError('unexpected content')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { schemaVersion: 1 }
    throw new InputError('cannot be read as the state of a deployment', {
      at: { file },
      cause: error,
      remedy: 'Stop the server by hand, and remove the state folder.',
    })
  }
}

/** Replaces `state.json` as a whole. */
export async function writeState(folder: string, state: LocalState): Promise<void> {
  await writeFileAtomic(path.join(folder, 'state.json'), `${JSON.stringify(state, null, 2)}\n`)
}

function isState(value: unknown): value is LocalState {
  if (!isObject(value) || value['schemaVersion'] !== 1) return false
  const { current, previous } = value
  return (current === undefined || isStarted(current)) && (previous === undefined || isRevision(previous))
}

function isStarted(value: unknown): boolean {
  if (!isRevision(value) || typeof value['url'] !== 'string' || !isObject(value['process'])) return false
  return Number.isSafeInteger(value['process']['pid']) && typeof value['process']['started'] === 'string'
}

function isRevision(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    isObject(value) &&
    /^[0-9a-f]{12}$/.test(String(value['revision'])) &&
    /^sha256:[0-9a-f]{64}$/.test(String(value['image'])) &&
    typeof value['model'] === 'string'
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

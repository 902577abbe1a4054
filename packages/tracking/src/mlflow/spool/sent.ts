import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode, writeFileAtomic } from '@trainyard/ports'
import { numberAt, optionalTextAt } from '../rest/read.ts'
import type { Spool } from './spool.ts'

/** How far a spool was sent, and what the server called what came of it. */
export interface Sent {
  /** Bytes of the journal that the server has. */
  readonly offset: number
  /** Address of the server; absent where nothing was sent yet. */
  readonly server?: string
  readonly experiment?: string
  /** Id of the run. */
  readonly run?: string
  /** Where the run keeps its files. */
  readonly artifacts?: string
  /** Version of the registered model. */
  readonly version?: string
}

/** How far it was sent; nothing was, where the file is not there. @throws InputError where it is broken */
export async function readSent(spool: Spool): Promise<Sent> {
  const text = await readFile(sentFile(spool), 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return '{"offset":0}'
    throw error
  })
  const value = parsed(text)
  const offset = numberAt(value, 'offset')
  if (offset === undefined || !Number.isSafeInteger(offset) || offset < 0)
    throw new InputError('does not say how far this folder was sent', {
      at: { file: sentFile(spool) },
      remedy: 'Remove it: what the server has already is not sent twice.',
    })
  const names = ['server', 'experiment', 'run', 'artifacts', 'version'] as const
  const known = names.map((name) => [name, optionalTextAt(value, name)] as const)
  return { offset, ...Object.fromEntries(known.filter(([, text]) => text !== undefined)) }
}

export function writeSent(spool: Spool, sent: Sent): Promise<void> {
  return writeFileAtomic(sentFile(spool), `${JSON.stringify(sent)}\n`)
}

function sentFile({ folder }: Spool): string {
  return path.join(folder, 'sent.json')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

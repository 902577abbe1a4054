import { stat } from 'node:fs/promises'
import { sha256File } from '@trainyard/ports'
import type { SourceFile } from './source.ts'

export interface Identity {
  readonly sha256: string
  readonly bytes: number
}

/** Digest and size of a file's bytes as they lie on disk, or of what they were made from. */
export async function identity(file: SourceFile, signal?: AbortSignal): Promise<Identity> {
  return file.known ?? { sha256: await sha256File(file.absolute, signal), bytes: (await stat(file.absolute)).size }
}

/**
 * Hashes files, one after the other, while work goes on with what the engine's own threads do. Where work fails, what is
 * left of it is given up.
 */
export async function whileHashing<T>(
  files: readonly SourceFile[],
  work: (identities: Promise<readonly Identity[]>) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const identities = inTurn(files, stop.signal)
  identities.catch(() => undefined)
  try {
    return await work(identities)
  } finally {
    stop.abort()
  }
}

async function inTurn(files: readonly SourceFile[], signal: AbortSignal): Promise<readonly Identity[]> {
  const found: Identity[] = []
  for (const file of files) found.push(await identity(file, signal))
  return found
}

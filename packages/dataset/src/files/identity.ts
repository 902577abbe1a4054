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

/** Digests that are being made. */
export interface Hashing {
  readonly identities: Promise<readonly Identity[]>
  /** Gives up what is left of it. */
  stop(): void
}

/**
 * Hashes files, one after the other, while work goes on with what the engine's own threads do, and for as long as what it
 * leads to is open. Where work fails, what is left of it is given up.
 */
export async function whileHashing<T>(
  files: readonly SourceFile[],
  work: (hashing: Hashing) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  const identities = inTurn(files, abort.signal)
  identities.catch(() => undefined)
  const stop = () => abort.abort()
  try {
    return await work({ identities, stop })
  } catch (error) {
    stop()
    throw error
  }
}

async function inTurn(files: readonly SourceFile[], signal: AbortSignal): Promise<readonly Identity[]> {
  const found: Identity[] = []
  for (const file of files) found.push(await identity(file, signal))
  return found
}

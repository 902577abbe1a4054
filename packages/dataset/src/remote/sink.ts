import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { errorMessage, FaultError } from '@trainyard/ports'
import type { RunningHash } from '../md5/index.ts'

/** Files that get the same bytes, and the digest of them. */
export interface Sink {
  /** How many have come. */
  bytes(): number
  /** @returns what to wait for before there is more, if anything */
  write(chunk: Uint8Array): Promise<void> | undefined
  /** Forgets what has come. */
  restart(): void
  /** @returns the hexadecimal digest */
  finish(): Promise<string>
  close(): void
}

export function openSink(names: readonly string[], newHash: () => RunningHash): Sink {
  const outs = openAll(names)
  let [hash, offset, longest] = [newHash(), 0, 0]
  return {
    bytes: () => offset,
    // Hashed and written at once: a piece that the processor's cache still holds costs half of one that waits its turn.
    write: (chunk) => {
      for (const out of outs) writeAll(out, chunk, offset)
      offset += chunk.length
      return hash.update(chunk)
    },
    restart: () => {
      if (offset === 0) return
      hash.close()
      longest = Math.max(longest, offset)
      ;[hash, offset] = [newHash(), 0]
    },
    finish: () => {
      if (longest > offset) for (const out of outs) ftruncateSync(out, offset)
      return hash.digest()
    },
    close: () => {
      hash.close()
      for (const out of outs) closeSync(out)
    },
  }
}

function openAll(names: readonly string[]): readonly number[] {
  const outs: number[] = []
  try {
    for (const name of names) outs.push(openSync(name, 'w'))
    return outs
  } catch (error) {
    for (const out of outs) closeSync(out)
    throw error
  }
}

function writeAll(out: number, chunk: Uint8Array, position: number): void {
  try {
    for (let at = 0; at < chunk.length; ) at += writeSync(out, chunk, at, chunk.length - at, position + at)
  } catch (error) {
    throw new FaultError(`what came cannot be written: ${errorMessage(error)}`, { cause: error })
  }
}

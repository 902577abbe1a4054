import { createHash } from 'node:crypto'
import { type Lanes, openLanes } from './lanes.ts'
import type { RunningHash } from './types.ts'

export type { RunningHash } from './types.ts'

/** Made when the second of two is begun; null where there can be none. */
let lanes: Lanes | null | undefined
let open = 0

/**
 * A new md5. Those that are computed at a time in one thread are computed side by side; one alone by OpenSSL, which is
 * quicker then.
 */
export function md5Hash(): RunningHash {
  if (open > 0 && lanes === undefined) lanes = openLanes() ?? null
  const hash = (open > 0 && lanes?.open()) || opensslHash('md5')
  return counted(hash)
}

/** A digest by OpenSSL. */
export function opensslHash(algorithm: 'md5' | 'sha256'): RunningHash {
  const hash = createHash(algorithm)
  return {
    update: (chunk) => {
      hash.update(chunk)
      return undefined
    },
    digest: async () => hash.digest('hex'),
    close: () => undefined,
  }
}

function counted(hash: RunningHash): RunningHash {
  let counts = 1
  const leave = () => {
    open -= counts
    counts = 0
  }
  open += counts
  return {
    update: hash.update,
    digest: () => hash.digest().finally(leave),
    close: () => {
      leave()
      hash.close()
    },
  }
}

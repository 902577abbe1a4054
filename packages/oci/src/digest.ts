import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { sha256 } from '@trainyard/ports'

const pattern = /^sha256:[0-9a-f]{64}$/

/** Whether this is `sha256:` and 64 hexadecimal digits, the only algorithm that is accepted. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value)
}

/** `sha256:…` of bytes. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${sha256(content)}`
}

/** A stream that lets bytes through, counts them and knows their digest at the end. */
export interface Meter {
  readonly stream: Transform
  digest(): string
  bytes(): number
}

export function createMeter(onBytes: (total: number) => void = () => undefined): Meter {
  const hash = createHash('sha256')
  let total = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      total += chunk.length
      onBytes(total)
      done(null, chunk)
    },
  })
  let hex: string | undefined
  return {
    stream,
    bytes: () => total,
    digest: () => {
      hex ??= hash.digest('hex')
      return `sha256:${hex}`
    },
  }
}

import { Transform } from 'node:stream'
import { createGzip, type Gzip } from 'node:zlib'

const level = 6
/** Place of the operating system in the header (RFC 1952); 255 is unknown. zlib writes its own there. */
const systemByte = 9
const unknownSystem = 255

/** Gzip whose bytes do not name the machine: no time, no operating system. Pipe into the first, read from the second. */
export function createPlainGzip(): readonly [Gzip, Transform] {
  return [createGzip({ level, chunkSize: 1 << 16 }), maskSystem()]
}

function maskSystem(): Transform {
  let position = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const index = systemByte - position
      position += chunk.length
      if (index >= 0 && index < chunk.length) chunk[index] = unknownSystem
      done(null, chunk)
    },
  })
}

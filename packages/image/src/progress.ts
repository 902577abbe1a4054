import type { TarEntry } from '@trainyard/oci'
import type { ImageServices } from './types.ts'

const everyMs = 2000

/** Says how far packing is, every two seconds. Gives the function that takes the number of bytes done. */
export function packingProgress(
  name: string,
  entries: readonly TarEntry[],
  { clock, log }: Pick<ImageServices, 'clock' | 'log'>,
): (bytes: number) => void {
  const total = entries.reduce((sum, entry) => sum + sizeOf(entry), 0)
  let next = clock.elapsed() + everyMs
  return (bytes) => {
    if (clock.elapsed() < next) return
    next = clock.elapsed() + everyMs
    log.progress(`build-image: compressing the ${name} layer, ${megabytes(bytes)} of ${megabytes(total)} MB`)
  }
}

function sizeOf(entry: TarEntry): number {
  if (entry.type !== 'file') return 0
  return entry.content instanceof Uint8Array ? entry.content.length : entry.content.size
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}

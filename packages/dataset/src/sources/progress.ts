import type { Services } from '@trainyard/ports'

/** Tells, once it takes longer than two seconds and then every second, how many bytes have come. */
export function progressOf(
  name: string,
  { log, clock }: Pick<Services, 'log' | 'clock'>,
  more: () => string = () => '',
): (bytes: number) => void {
  let bytes = 0
  let next = clock.elapsed() + 2000
  return (count) => {
    bytes += count
    if (clock.elapsed() < next) return
    next = clock.elapsed() + 1000
    log.progress(`${name}: ${(bytes / 1e6).toFixed(1)} MB${more()}`)
  }
}

import type { RuleResult } from '@trainyard/evidence'

const WIDTH = 17

/**
 * A rule's interval as characters, which a comment can show where it can show no picture: from ├ to ┤, the estimate ●, and
 * what it is held against ┃. The numbers stand beside it.
 */
export function textBar({ interval, difference, ratio, estimate, bound }: RuleResult): string {
  if (interval === undefined) return ''
  const value = ratio ?? difference ?? estimate
  const ends = [interval.low, interval.high, bound, value]
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  if (!Number.isFinite(least) || !Number.isFinite(most) || least === most) return ''
  const at = (point: number) => Math.round(((point - least) / (most - least)) * (WIDTH - 1))
  const [low, high] = [at(interval.low), at(interval.high)]
  const characters = Array.from({ length: WIDTH }, (_, place) => {
    if (place === at(bound)) return '┃'
    if (place === at(value)) return '●'
    if (place === low) return '├'
    if (place === high) return '┤'
    return place > low && place < high ? '─' : '·'
  })
  return `\`${characters.join('')}\``
}

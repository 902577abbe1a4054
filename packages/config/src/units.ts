import { InputError } from '@trainyard/ports'

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const bytes = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
} as const

const number = String.raw`(\d{1,15}(?:\.\d{1,15})?)`
const share = new RegExp(`^${number}\\s*(%?)$`)
const quantity = new RegExp(`^${number}\\s*([A-Za-z]*)$`)
const rate = /^\d[\d.]*\s*%?\s*(?:a|an|per|\/)\s*(?:day|week|month|year|d|w)$/i

/**
 * A share of a whole, 0 … 1, as people write it: `5%`, `0.05`.
 * @throws InputError where it is none
 */
export function parseShare(text: string | number): number {
  const asText = String(text).trim()
  if (rate.test(asText)) throw new InputError(`a rate over time, '${asText}', is not understood yet`, shareRemedy)
  const [, digits, percent] = share.exec(asText) ?? []
  if (digits === undefined) throw new InputError(`'${shortened(asText)}' is not a share`, shareRemedy)
  const value = percent ? Number(digits) / 100 : Number(digits)
  if (value <= 1) return value
  if (percent) throw new InputError(`${asText} is more than the whole`, shareRemedy)
  throw new InputError(`${asText} is more than the whole`, { remedy: `Did you mean ${asText}%?` })
}

const shareRemedy = { remedy: 'Write a share of the whole, such as 5% or 0.05.' }

/**
 * A length of time in milliseconds, as people write it: `200ms`, `90s`, `15m`, `6h`, `7d`, `2w`.
 * @throws InputError where it is none
 */
export function parseDuration(text: string | number): number {
  return parseQuantity(text, milliseconds, 'a duration', 'Write a number with ms, s, m, h, d or w, such as 90s or 7d.')
}

/**
 * A size in bytes, as people write it: `512B`, `10MB` (10⁷), `1GiB` (2³⁰).
 * @throws InputError where it is none
 */
export function parseSize(text: string | number): number {
  return parseQuantity(text, bytes, 'a size', 'Write a number with B, kB, MB, GB, KiB, MiB or GiB, such as 1GiB.')
}

function parseQuantity(text: string | number, units: Record<string, number>, what: string, remedy: string): number {
  const asText = String(text).trim()
  const [, digits, unit] = quantity.exec(asText) ?? []
  if (digits === undefined) throw new InputError(`'${shortened(asText)}' is not ${what}`, { remedy })
  if (!unit) throw new InputError(`${asText} has no unit`, { remedy })
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (factor === undefined) throw new InputError(`'${shortened(unit)}' is not a unit of ${what}`, { remedy })
  return Math.round(Number(digits) * factor)
}

/** At most 40 letters of what the user wrote, on one line. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`
}

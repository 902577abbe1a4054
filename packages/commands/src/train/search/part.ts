import { InputError } from '@trainyard/ports'

/** One part of several: 3 of 8. */
export interface Part {
  readonly part: number
  readonly of: number
}

/** Reads `3/8`. @throws InputError for anything else */
export function readPart(text: string): Part {
  const [, part, of] = /^\s*(\d{1,5})\s*\/\s*(\d{1,5})\s*$/.exec(text) ?? []
  const read = { part: Number(part), of: Number(of) }
  if (part !== undefined && read.part >= 1 && read.part <= read.of) return read
  throw new InputError(`'${text.slice(0, 40)}' is no part`, { remedy: 'Write which of how many: 3/8' })
}

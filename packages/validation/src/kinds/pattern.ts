import { type Translated, translate } from '../regex/translate.ts'
import { type Kwarg, type Read, shorten } from './kwargs.ts'

/** A regular expression of Python's. */
export const pattern: Kwarg<Translated> = {
  what: "a regular expression of Python's",
  required: true,
  fallback: { ok: false, message: 'must be given: a regular expression' },
  read: (value) =>
    typeof value === 'string' ? readPattern(value) : { ok: false, message: 'must be a regular expression' },
}

/** At least one of them. */
export const patterns: Kwarg<readonly Translated[]> = {
  what: "a list of regular expressions of Python's",
  required: true,
  fallback: { ok: false, message: 'must be given: a list of regular expressions' },
  read: (value) => {
    if (!Array.isArray(value) || value.length === 0)
      return { ok: false, message: 'must be a list of regular expressions' }
    const read = value.map((entry) => pattern.read(entry))
    const wrong = read.find(({ ok }) => !ok)
    return wrong && !wrong.ok ? wrong : { ok: true, value: read.flatMap((entry) => (entry.ok ? [entry.value] : [])) }
  },
}

/** What RE2 is given of a pattern, if anything. */
export function given({ re2, ascii }: Translated): readonly string[] {
  const said = re2 ?? ascii
  return said === undefined ? [] : [said]
}

function readPattern(text: string): Read<Translated> {
  const translation = translate(text)
  return translation.ok
    ? translation
    : { ok: false, message: `${shorten(JSON.stringify(text))} is refused: ${translation.message}` }
}

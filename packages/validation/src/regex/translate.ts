import { writeJavaScript } from './javascript.ts'
import { parsePattern } from './parse.ts'
import { writeRe2 } from './re2.ts'
import { PatternFault } from './types.ts'

/** A Python pattern in the languages that can say whether it is found in a text. */
export interface Translated {
  readonly python: string
  /** RE2, where it says the same for every text. */
  readonly re2?: string
  /** RE2, where it says the same for text of ASCII alone. */
  readonly ascii?: string
  /** Source of a JavaScript RegExp with the flag `u`, which says it always. */
  readonly javascript: string
}

export type Translation =
  | { readonly ok: true; readonly value: Translated }
  | { readonly ok: false; readonly message: string }

/** Deepest nesting and greatest length of a pattern. */
const longest = 20_000

/** Translates a pattern, or says why it cannot be used, and at which character of it, from 1. */
export function translate(python: string): Translation {
  if (python.length > longest) return { ok: false, message: `a pattern has at most ${longest} characters` }
  try {
    const node = parsePattern(python)
    const javascript = writeJavaScript(node)
    const [re2, ascii] = [writeRe2(node, 'any'), writeRe2(node, 'ascii')]
    return {
      ok: true,
      value: { python, javascript, ...(re2 !== undefined && { re2 }), ...(ascii !== undefined && { ascii }) },
    }
  } catch (error) {
    return { ok: false, message: refusal(error) }
  }
}

function refusal(error: unknown): string {
  if (error instanceof PatternFault) return `${error.message} (character ${error.offset + 1})`
  if (error instanceof RangeError) return 'it is nested too deep'
  throw error
}

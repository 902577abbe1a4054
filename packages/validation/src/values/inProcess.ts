import { examineTexts, type Made } from './accept.ts'
import type { Examiner, ValueTest } from './types.ts'

/**
 * Tests on the calling thread, which nothing can interrupt: what may take for ever, a regular expression that goes back, is
 * refused unless it is trusted.
 */
export function inProcessExaminer({ trusted = false } = {}): Examiner {
  const made: Made = new Map()
  return {
    examine: async (test, texts) =>
      trusted || !mayRunAway(test)
        ? examineTexts(made, test, texts)
        : { kind: 'fault', message: 'it needs the worker that tests values, which was not named' },
    close: async () => undefined,
  }
}

/** A schema may hold regular expressions: `pattern`, `patternProperties`. */
function mayRunAway(test: ValueTest): boolean {
  if (test.kind === 'json-schema') return JSON.stringify(test.schema).includes('"pattern')
  return test.kind === 'regex'
}

import { type Engine, sql } from '@trainyard/dataset'
import { errorMessage, InputError, type Problem } from '@trainyard/ports'
import type { Suite } from '../suite/types.ts'

/**
 * Lets the engine look at every regular expression before anything runs.
 * @throws InputError naming each one that RE2 refuses, such as those with look-around or back-references
 */
export async function checkPatterns({ expectations }: Suite, engine: Engine): Promise<void> {
  const problems: Problem[] = []
  for (const { type, patterns } of expectations) {
    for (const { kwarg, pattern, at } of patterns) {
      const refusal = await refusalOf(pattern, engine)
      if (refusal === undefined) continue
      problems.push({
        message: `${type}: ${kwarg} ${JSON.stringify(pattern)} is refused: ${refusal}`,
        ...(at && { at }),
        remedy: 'Regular expressions are RE2: no look-around, no back-references.',
      })
    }
  }
  if (problems.length > 0) throw new InputError(problems)
}

async function refusalOf(pattern: string, engine: Engine): Promise<string | undefined> {
  if (pattern.includes('\0')) return 'it holds a NUL character'
  try {
    await engine.all(sql`SELECT regexp_matches('', ${pattern}) AS found`)
    return undefined
  } catch (error) {
    return errorMessage(error instanceof Error && error.cause ? error.cause : error)
      .replace(/^Invalid Input Error: /, '')
      .split('\n')[0]
  }
}

import { type Engine, sql } from '@trainyard/dataset'
import { FaultError } from '@trainyard/ports'
import type { Suite } from '../suite/types.ts'

/** Regular expressions of a suite that RE2 does not take, because they grow too large in its hands. */
export async function refusedPatterns({ expectations }: Suite, engine: Engine): Promise<ReadonlySet<string>> {
  const refused = new Set<string>()
  for (const pattern of new Set(expectations.flatMap(({ patterns }) => patterns))) {
    if (!(await isTaken(pattern, engine))) refused.add(pattern)
  }
  return refused
}

async function isTaken(pattern: string, engine: Engine): Promise<boolean> {
  try {
    await engine.all(sql`SELECT regexp_matches('', ${pattern}) AS found`)
    return true
  } catch (error) {
    if (error instanceof FaultError) return false
    throw error
  }
}

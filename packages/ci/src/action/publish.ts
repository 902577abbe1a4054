import * as core from '@actions/core'
import type { Annotations } from '../github/annotations.ts'
import type { Outcome } from './outcome.ts'
import { appendSummary } from './summary.ts'

/** Hands an outcome to the runner. Outputs and summary are written whatever the verdict, for later `if: always()` steps. */
export async function publish(name: string, outcome: Outcome, annotations: Annotations): Promise<void> {
  for (const line of outcome.lines) core.info(line)
  for (const { level, message, at } of outcome.annotations) annotations.add(level, message, at)
  for (const [output, value] of Object.entries(outcome.outputs)) core.setOutput(output, value)
  await appendSummary(outcome.summary)
  if (outcome.exitCode === 0) return
  core.setFailed(`${name}: ${outcome.verdict}: ${outcome.reason}`)
  process.exitCode = outcome.exitCode
}

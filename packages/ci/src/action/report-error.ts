import * as core from '@actions/core'
import { errorMessage, FaultError, formatProblem, InputError, type Problem, remedyOf } from '@trainyard/ports'
import type { Annotations } from '../github/annotations.ts'
import { appendSummary } from './summary.ts'

const INPUT_ERROR = 2
const FAULT = 3

/** Says what went wrong, where it can be mended, and returns the exit code: 2 for what the user can mend, else 3. */
export async function reportError(name: string, error: unknown, annotations: Annotations): Promise<2 | 3> {
  const problems = error instanceof InputError ? error.problems : [fault(error)]
  for (const problem of problems) annotate(problem, annotations)
  for (const line of causes(error)) core.debug(line)
  await appendSummary(summary(name, error instanceof InputError ? 'input error' : 'fault', problems))
  return error instanceof InputError ? INPUT_ERROR : FAULT
}

function annotate({ message, at, remedy }: Problem, annotations: Annotations): void {
  annotations.add('error', remedy ? `${message}\n${remedy}` : message, at)
}

function fault(error: unknown): Problem {
  const known = remedyOf(error)
  const remedy = known || error instanceof FaultError ? known : 'Run the job again with debug logging for the details.'
  return { message: errorMessage(error), ...(remedy && { remedy }) }
}

function causes(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  return [error.stack ?? error.message, ...causes(error.cause).map((line) => `caused by ${line}`)]
}

function summary(name: string, kind: string, problems: readonly Problem[]): string {
  const text = problems.map(formatProblem).join('\n').replaceAll('```', "'''")
  return `### ❌ ${name}: ${kind}\n\n\`\`\`text\n${text}\n\`\`\``
}

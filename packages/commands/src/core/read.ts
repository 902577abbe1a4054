import { InputError, type Problem } from '@trainyard/ports'
import type { Context } from './context.ts'
import type { Input, InputTable, Values } from './table.ts'

/** Reads every input of a table; all that is wrong is told at once. @throws InputError */
export async function readInputs<Table extends InputTable>(
  inputs: Table,
  raw: Readonly<Record<string, string>>,
  context: Context,
): Promise<Values<Table>> {
  const problems: Problem[] = []
  const values: Record<string, unknown> = {}
  for (const [name, input] of Object.entries(inputs)) {
    try {
      values[name] = await readInput(input, given(raw, name), context)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(...error.problems.map((problem) => atInput(problem, name)))
    }
  }
  if (problems.length > 0) throw new InputError(problems)
  return values as Values<Table>
}

async function readInput<T>(input: Input<T>, raw: string | undefined, context: Context): Promise<T | undefined> {
  if (raw !== undefined) return input.parse(raw, context)
  for (const source of input.sources) {
    const value = await source(context)
    if (value !== undefined) return value
  }
  if (!input.required) return undefined
  throw new InputError('missing', { remedy: input.left ? `Left out, it is ${input.left}.` : input.description })
}

function atInput(problem: Problem, name: string): Problem {
  return problem.at ? problem : { ...problem, at: { file: 'inputs', key: name } }
}

/** An input's text; an empty one counts as left out, as in an action. */
export function given(raw: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = raw[name]
  return value === undefined || value.trim() === '' ? undefined : value
}

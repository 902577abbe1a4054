import { InputError, type Problem } from '@trainyard/ports'
import { type Context, configName } from './context.ts'

/** Gives problems that name a key of the configuration their line and column in it. */
export async function located<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError(error.problems.map((problem) => place(problem, context)))
  }
}

function place(problem: Problem, { config }: Context): Problem {
  const { at } = problem
  if (at?.file !== configName || at.key === undefined || at.line !== undefined) return problem
  return { ...problem, at: { ...config.position(pathOf(at.key)), key: at.key } }
}

/** `evaluate.gates[0]` as the way to a value. */
function pathOf(key: string): (string | number)[] {
  return [...key.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index))
}

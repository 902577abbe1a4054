import path from 'node:path'
import { splitWords } from '../command/words.ts'

/** The Python that reads the user's model, and where the user's own modules lie. */
export interface Interpreter {
  /** Program and first arguments, such as `uv`, `run`, `python`. */
  readonly words: readonly string[]
  /** Folders that modules are imported from, beside the interpreter's own. */
  readonly paths: readonly string[]
}

/**
 * The interpreter that is named; else the one that the training command starts, where it can be seen; else `python3`.
 * @param folder where the command starts
 */
export function interpreterOf(run: string, named: string | undefined, folder: string): Interpreter {
  const words = splitWords(run)
  const python = words.findIndex((word) => /^python(3(\.\d+)?)?(\.exe)?$/i.test(path.basename(word)))
  const script = words.slice(python + 1).find((word) => !word.startsWith('-'))
  const paths = [...(script?.endsWith('.py') ? [path.resolve(folder, path.dirname(script))] : []), folder]
  if (named !== undefined) return { words: splitWords(named), paths }
  return { words: python < 0 ? ['python3'] : words.slice(0, python + 1), paths }
}

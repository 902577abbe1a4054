import path from 'node:path'
import { splitWords } from './words.ts'

/** The Python that reads the user's model, and where the user's own modules lie. */
export interface Interpreter {
  /** Program and first arguments, such as `uv`, `run`, `python`. */
  readonly words: readonly string[]
  /** Folders that modules are imported from, beside the interpreter's own. */
  readonly paths: readonly string[]
}

/** Programs that start another in an environment. Of others, such as make, the word python may mean anything. */
const launchers = /^(uv|poetry|pdm|hatch|pipenv|rye|pixi|conda|mamba|micromamba|env|nice|stdbuf|xvfb-run)$/

/** Program and first arguments of the Python that a command starts, where it can be seen: `uv run python`. */
export function interpreterIn(run: string): readonly string[] | undefined {
  const words = splitWords(run)
  const python = words.findIndex((word) => /^python[0-9.]*(\.exe)?$/i.test(path.basename(word)))
  const launched = python === 0 || launchers.test(path.basename(words[0] ?? ''))
  return python >= 0 && launched ? words.slice(0, python + 1) : undefined
}

/**
 * The interpreter that is named; else the one that the training command starts, where it can be seen; else `python3`.
 * @param folder where the command starts
 */
export function interpreterOf(run: string, named: string | undefined, folder: string): Interpreter {
  const seen = interpreterIn(run)
  const script = splitWords(run)
    .slice(seen?.length ?? 0)
    .find((word) => !word.startsWith('-'))
  const paths = [...(script?.endsWith('.py') ? [path.resolve(folder, path.dirname(script))] : []), folder]
  return { words: named === undefined ? (seen ?? ['python3']) : splitWords(named), paths }
}

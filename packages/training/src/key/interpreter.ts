import { InputError, isCode, type Services } from '@trainyard/ports'
import { interpreterIn } from '../command/interpreter.ts'

/** Prints the version, then a line a distribution, without pip: 60 ms. Of two by one name Python imports the first. */
const listing = [
  'import importlib.metadata as m, platform',
  'print(platform.python_implementation(), platform.python_version())',
  'found = [d for d in m.distributions() if d.metadata["Name"]]',
  'names = {d.metadata["Name"].lower().replace("_", "-"): d.version for d in reversed(found)}',
  'print("\\n".join(f"{n}=={v}" for n, v in sorted(names.items())))',
].join('\n')

/**
 * `python` and `packages.<name>` with their versions, where a command starts a Python interpreter that can be seen.
 * @param run the command, or the interpreter alone
 */
export async function interpreterEntries(
  run: string,
  folder: string,
  exec: Services['exec'],
): Promise<[string, string][]> {
  const words = interpreterIn(run)
  if (words === undefined) return []
  const printed = await answerOf(words, folder, exec)
  if (printed === undefined) return []
  const [version = '', ...packages] = printed.trim().split('\n')
  return [
    ['python', version.trim()],
    ...packages.flatMap((line): [string, string][] => {
      const [, name, pinned] = /^([^=]+)==(.*)$/.exec(line.trim()) ?? []
      return name === undefined || pinned === undefined ? [] : [[`packages.${name}`, pinned]]
    }),
  ]
}

/** An interpreter that cannot be started is told of when the command is. */
async function answerOf(
  [program = '', ...first]: readonly string[],
  folder: string,
  exec: Services['exec'],
): Promise<string | undefined> {
  try {
    const { code, stdout } = await exec.run(program, [...first, '-c', listing], { cwd: folder, timeoutMs: 120_000 })
    return code === 0 ? stdout : undefined
  } catch (error) {
    if (error instanceof InputError || isCode(error, 'ENOENT') || isCode(error, 'EACCES')) return undefined
    throw error
  }
}

import { parseArgs } from 'node:util'
import type { InputTable } from '@trainyard/commands'
import { errorMessage, InputError } from '@trainyard/ports'

/** A parsed command line: the inputs as an action would get them, and what only a terminal knows. */
export interface Arguments {
  readonly raw: Readonly<Record<string, string>>
  readonly words: readonly string[]
  readonly json: boolean
  readonly verbose: boolean
  readonly help: boolean
}

const terminalFlags = {
  json: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const repeatable = new Set(['list', 'files', 'pairs'])

/** Reads flags by the table of inputs: `--name value`, `--name=value`, repeated for lists. @throws InputError */
export function parseArguments(args: readonly string[], inputs: InputTable): Arguments {
  const { values, positionals } = parse(args, inputs)
  const raw = Object.entries(values)
    .filter(([name]) => !(name in terminalFlags))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : String(value)])
  return {
    raw: Object.fromEntries(raw),
    words: positionals,
    json: values['json'] === true,
    verbose: values['verbose'] === true,
    help: values['help'] === true,
  }
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
}

function parse(args: readonly string[], inputs: InputTable): Parsed {
  const flags = Object.entries(inputs).map(([name, { kind }]) => [
    name,
    kind === 'flag' ? ({ type: 'boolean' } as const) : ({ type: 'string', multiple: repeatable.has(kind) } as const),
  ])
  try {
    return parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(flags), ...terminalFlags },
      allowPositionals: true,
      allowNegative: true,
    })
  } catch (error) {
    throw new InputError(errorMessage(error), { remedy: 'All flags: --help', cause: error })
  }
}

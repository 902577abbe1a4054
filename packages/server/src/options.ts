import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { errorMessage, InputError } from '@trainyard/ports'

export interface ServerFlags {
  /** Folder with `model.onnx` and `model.json`. */
  readonly model: string
  readonly port: number
  readonly host: string
  /** File of the prediction log, or `-`. */
  readonly log?: string
  /** Folder that holds `node_modules/onnxruntime-node`. */
  readonly runtime?: string
  readonly maxBodyBytes: number
  readonly action: 'serve' | 'healthcheck' | 'help'
}

export const usage = `usage: node server/index.js [flags]

  --model FOLDER    model.onnx and model.json; left out: /opt/ml/model if there is one, else /models
  --port PORT       left out: AIP_HTTP_PORT, PORT, else 8080; 0 takes any that is free
  --host HOST       left out: 0.0.0.0
  --log FILE|-      prediction log, JSON Lines; left out: none
  --runtime FOLDER  holds node_modules/onnxruntime-node; left out: looked for from the server's folder upwards
  --max-body MIB    largest request; left out: 16
  --healthcheck     asks a running server whether it is ready; exit code 0 or 1
  --help            this text

Paths: GET / lists them. The word serve is ignored.
`

const flags = {
  model: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  log: { type: 'string' },
  runtime: { type: 'string' },
  'max-body': { type: 'string' },
  healthcheck: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/**
 * Reads the command line.
 * @throws InputError for an unknown flag, a word too many, or a number out of range
 */
export function parseFlags(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ServerFlags {
  const { values, positionals } = readArguments(args)
  const stray = positionals.find((word) => word !== 'serve')
  if (stray !== undefined) throw new InputError(`unknown word ${stray}`, { remedy: 'See --help.' })
  return {
    model: path.resolve(values.model ?? defaultModel()),
    port: wholeNumber('--port', values.port ?? env['AIP_HTTP_PORT'] ?? env['PORT'] ?? '8080', 65_535),
    host: values.host ?? '0.0.0.0',
    ...(values.log !== undefined && { log: values.log }),
    ...(values.runtime !== undefined && { runtime: path.resolve(values.runtime) }),
    maxBodyBytes: wholeNumber('--max-body', values['max-body'] ?? '16', 512) * 2 ** 20,
    action: values.help ? 'help' : values.healthcheck ? 'healthcheck' : 'serve',
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true })
  } catch (error) {
    throw new InputError(errorMessage(error), { remedy: 'See --help.', cause: error })
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text)
  throw new InputError(`${name}: expected a whole number up to ${most}, got ${JSON.stringify(text)}`)
}

function defaultModel(): string {
  const mounted = '/opt/ml/model'
  return existsSync(path.join(mounted, 'model.json')) ? mounted : '/models'
}

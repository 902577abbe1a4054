import { errorMessage, InputError } from '@trainyard/ports'
import { isReady } from './healthcheck.ts'
import { parseFlags, usage } from './options.ts'
import { runServer } from './run.ts'
import { programFolder } from './runtime.ts'

// ONNX Runtime sends usage data unless this is set on the main thread, before any worker starts.
process.env['ORT_DISABLE_TELEMETRY'] = '1'

const say = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`)

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2), process.env)
  if (flags.action === 'help') return void process.stdout.write(usage)
  if (flags.action === 'healthcheck') return process.exit((await isReady(flags.port)) ? 0 : 1)
  const stopped = signalled()
  const telemetryOff = process.env['ORT_DISABLE_TELEMETRY'] === '1'
  const folder = programFolder(process.argv[1])
  const running = await Promise.race([runServer({ flags, folder, telemetryOff, stdout: process.stdout, say }), stopped])
  const signal = await stopped
  say(`stopping on ${signal}`)
  if (typeof running === 'object') await running.stop()
  say('stopped')
  process.exit(0)
}

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}

try {
  await main()
} catch (error) {
  say(`error ${errorMessage(error)}`)
  process.exit(error instanceof InputError ? 2 : 3)
}

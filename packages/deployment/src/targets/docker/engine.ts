import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { DeployServices } from '../../types.ts'

/** A Docker engine, by its command line. */
export interface Engine {
  /** What the command printed, without blanks around it. @throws FaultError with what it said where it failed */
  run(...args: readonly string[]): Promise<string>
  /** The same, or nothing where it failed. */
  try(...args: readonly string[]): Promise<string | undefined>
}

/**
 * Finds the engine that the `docker` command talks to.
 * @throws InputError where there is no such command, or no engine answers it
 */
export async function openEngine({ exec }: DeployServices): Promise<Engine> {
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await exec.run('docker', args, { timeoutMs: 300_000 })
    if (code !== 0) throw new FaultError(`docker ${args[0]}: ${stderr.trim() || `exit code ${code}`}`)
    return stdout.trim()
  }
  await run('version', '--format', '{{.Server.Version}}').catch((error) => {
    throw new InputError(`no Docker engine: ${errorMessage(error)}`, {
      cause: error,
      remedy: 'Install Docker and start it, point DOCKER_HOST at an engine, or use --target local.',
    })
  })
  const attempt = (...args: readonly string[]) =>
    run(...args).catch((error) => {
      if (error instanceof FaultError) return undefined
      throw error
    })
  return { run, try: attempt }
}

import { FaultError } from '@trainyard/ports'
import { isReady } from './client.ts'
import type { DeployServices } from './types.ts'

export interface Watched {
  readonly url: string
  /** Whether it is still running; a server that ended will not become ready. */
  isRunning(): Promise<boolean>
  /** The last lines that it wrote. */
  lastLines(): Promise<string>
}

const everyMs = 100

/**
 * Waits until a server says that it is ready.
 * @throws FaultError with the server's last lines where it ends, or is not ready within `limitMs`
 */
export async function waitUntilReady(server: Watched, services: DeployServices, limitMs = 30_000): Promise<void> {
  const { clock, fetch } = services
  const start = clock.elapsed()
  while (!(await isReady(fetch, server.url))) {
    if (!(await server.isRunning())) throw await failed(server, 'it ended')
    if (clock.elapsed() - start > limitMs) throw await failed(server, `not ready within ${limitMs / 1000} s`)
    await clock.sleep(everyMs)
  }
}

/** An error that carries what the server wrote last. */
export async function failed(server: Pick<Watched, 'lastLines'>, why: string): Promise<FaultError> {
  const lines = (await server.lastLines()).trim()
  return new FaultError(`the server did not start: ${why}${lines ? `\n${lines}` : ''}`)
}

/** The last ten lines of a text. */
export function lastLinesOf(text: string): string {
  return text.trimEnd().split('\n').slice(-10).join('\n')
}

import { noExec, quietLog } from '../../../../../test/support/services.ts'
import type { TrackServices } from '../../types.ts'

/** What a tracker needs, with a clock of its own: waits are written down and not waited for. */
export function testServices(env: Readonly<Record<string, string>> = {}) {
  const warnings: string[] = []
  const masked: string[] = []
  const waits: number[] = []
  let time = Date.UTC(2026, 0, 31)
  const services: TrackServices = {
    fetch,
    env,
    exec: noExec,
    clock: {
      now: () => {
        time += 1
        return new Date(time)
      },
      elapsed: () => time,
      sleep: async (milliseconds) => void waits.push(milliseconds),
    },
    log: {
      ...quietLog,
      warning: (message) => void warnings.push(message),
      mask: (secret) => void masked.push(secret),
    },
  }
  return { services, warnings, masked, waits }
}

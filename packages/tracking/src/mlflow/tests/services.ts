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
    exec: { run: () => Promise.reject(new Error('no program is run here')) },
    clock: {
      now: () => {
        time += 1
        return new Date(time)
      },
      elapsed: () => time,
      sleep: async (milliseconds) => void waits.push(milliseconds),
    },
    log: {
      info() {},
      debug() {},
      warning: (message) => void warnings.push(message),
      error() {},
      progress() {},
      group: (_, work) => work(),
      mask: (secret) => void masked.push(secret),
    },
  }
  return { services, warnings, masked, waits }
}

import { createHttpClient } from '@trainyard/http'
import { type Services, seededRandom } from '@trainyard/ports'
import type { AuthorizeOptions } from './authorize.ts'
import { dockerCredentials } from './credentials.ts'

export type AccessServices = Pick<Services, 'fetch' | 'clock' | 'env' | 'exec' | 'log'>

/** Access to registries with the logins of `docker login`, retried with back-off, every secret masked in the log. */
export function registryAccess(services: AccessServices): AuthorizeOptions {
  const { fetch, clock, log } = services
  // Only the waits between retries are random.
  const random = seededRandom(clock.now().getTime())
  return {
    http: createHttpClient({ fetch, random, sleep: (milliseconds) => clock.sleep(milliseconds) }),
    credentials: dockerCredentials(services),
    mask: (secret) => log.mask(secret),
  }
}

import { createHttpClient } from '@trainyard/http'
import { seededRandom } from '@trainyard/ports'
import type { FetchServices } from '../sources/place.ts'
import type { StoreContext } from './types.ts'

/** What stores are made with, from what the data's opening has of the world. */
export function storeContext({ fetch, clock, env, log }: FetchServices): StoreContext {
  // Only the waits between retries are random.
  const random = seededRandom(clock.now().getTime())
  const http = createHttpClient({ fetch, random, sleep: (milliseconds) => clock.sleep(milliseconds) })
  return { http, env, clock, mask: (secret) => log.mask(secret) }
}

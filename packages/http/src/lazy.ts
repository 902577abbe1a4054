import type { LightFetch } from './light/fetch.ts'
import type { Fetch } from './types.ts'

/** The light fetch, whose modules are loaded when it is asked for. */
export async function openLightFetch(other: Fetch): Promise<LightFetch> {
  return (await import('./light/fetch.ts')).lightFetch(other)
}

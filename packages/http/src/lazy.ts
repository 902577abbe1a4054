import type { LightFetch } from './light/fetch.ts'

/** The light fetch, whose modules are loaded when it is asked for. */
export async function openLightFetch(other: typeof fetch): Promise<LightFetch> {
  return (await import('./light/fetch.ts')).lightFetch(other)
}

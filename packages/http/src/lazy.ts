import type { LightFetch } from './light.ts'

/** The light fetch, whose modules are loaded when it is asked for. */
export async function openLightFetch(other: typeof fetch): Promise<LightFetch> {
  return (await import('./light.ts')).lightFetch(other)
}

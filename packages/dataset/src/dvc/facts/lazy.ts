import type { DvcFacts, FactServices } from './index.ts'

/** `readDvcFacts`, loaded when it is asked for. */
export async function readDvcFacts(
  folder: string,
  services: FactServices,
  revision?: string,
): Promise<DvcFacts | undefined> {
  const facts = await import('./index.ts')
  return facts.readDvcFacts(folder, services, revision)
}

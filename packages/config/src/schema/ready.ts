import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Whether a value is valid, and no more. */
export type ReadyCheck = (value: unknown) => boolean

interface ReadyChecks {
  readonly checks: Readonly<Record<string, () => Promise<{ readonly default: ReadyCheck }>>>
}

const bundled = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'shared', 'checks', 'index.js')

/**
 * The check of one of our schemas, compiled when the bundles were built (scripts/build/checks.mjs): ajv takes 75 ms to
 * load and compile one. None when running from source, and in the image of a model, which has no `dist/shared`.
 */
export async function readyCheck(name: string): Promise<ReadyCheck | undefined> {
  if (!existsSync(bundled)) return undefined
  const { checks }: ReadyChecks = await import(/* webpackIgnore: true */ pathToFileURL(bundled).href)
  return (await checks[name]?.())?.default
}

import type { DeltaConfig } from './types/config.ts'

/** The text that names a table at a version. */
export function deltaName({ delta, version, timestamp }: DeltaConfig): string {
  if (version !== undefined) return `${delta}@v${version}`
  return timestamp === undefined
    ? delta
    : `${delta}@${new Date(timestampOf(timestamp)).toISOString().replace(/\D/g, '')}`
}

/** ISO 8601 as milliseconds since 1970: UTC where no zone is said. NaN where it is no time. */
export function timestampOf(written: string): number {
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(written) || !written.includes(':')
  return Date.parse(`${written.replace(' ', 'T')}${zoned ? '' : 'Z'}`)
}

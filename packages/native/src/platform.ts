import { InputError } from '@trainyard/ports'
import type { Part } from './parts.ts'

export interface Platform {
  readonly platform: string
  readonly arch: string
  /** The C library is musl, as on Alpine. */
  readonly musl: boolean
}

/** The machine this runs on. */
export function thisPlatform(): Platform {
  return {
    platform: process.platform,
    arch: process.arch,
    musl: process.platform === 'linux' && glibcVersion() === undefined,
  }
}

/** @throws InputError where there is no binary for this machine */
export function expectSupported(part: Part, { platform, arch, musl }: Platform): void {
  const name = `${platform}-${arch}`
  if (!part.platforms.includes(name))
    throw new InputError(`${part.name} has no binary for ${name}`, { remedy: part.remedy })
  if (musl && !part.musl)
    throw new InputError(`${part.name} has no binary for musl, the C library of Alpine`, { remedy: part.remedy })
}

/** Version of the GNU C library this Node runs on, where it is that one. */
function glibcVersion(): string | undefined {
  const report: unknown = process.report.getReport()
  if (typeof report !== 'object' || report === null || !('header' in report)) return undefined
  const { header } = report
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return undefined
  return String(header.glibcVersionRuntime)
}

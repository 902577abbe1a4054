import { readFile } from 'node:fs/promises'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { InputError, isCode } from '@trainyard/ports'

/** Where the root that comes with Trainyard is kept, as the TUF client keeps it. */
const PUBLIC_GOOD = 'https://tuf-repo-cdn.sigstore.dev'
const TARGET = 'trusted_root.json'

/**
 * The certificates and keys that are trusted. Without a file it is Sigstore's public-good instance, as it was when this
 * version was made; a private repository signs by GitHub's own instance, which a file must name.
 * @param file JSON, or one a line as `gh attestation trusted-root` prints them
 */
export async function trustedRoots(file: string | undefined): Promise<readonly TrustedRoot[]> {
  if (file === undefined) return [await embedded()]
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
    throw new InputError(`no such file: ${file}`, { remedy: MAKE, cause })
  })
  return rootsIn(text, file)
}

async function embedded(): Promise<TrustedRoot> {
  const { default: seeds } = await import('@sigstore/tuf/seeds.json', { with: { type: 'json' } })
  const text = Buffer.from(seeds[PUBLIC_GOOD].targets[TARGET], 'base64').toString()
  return TrustedRoot.fromJSON(JSON.parse(text))
}

function rootsIn(text: string, file: string): readonly TrustedRoot[] {
  try {
    const roots = valuesIn(text).map((value) => TrustedRoot.fromJSON(value))
    if (roots.length > 0 && roots.every(({ certificateAuthorities }) => certificateAuthorities.length > 0)) return roots
  } catch (cause) {
    throw new InputError('is no trusted root of Sigstore', { at: { file }, remedy: MAKE, cause })
  }
  throw new InputError('names no certificate authority', { at: { file }, remedy: MAKE })
}

function valuesIn(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    return lines.map((line): unknown => JSON.parse(line))
  }
}

const MAKE = 'Make it where there is internet: gh attestation trusted-root > trusted_root.jsonl'

import type { Blobs } from './blobs.ts'
import { type Fields, Refusal } from './twirp.ts'

interface Entry {
  readonly key: string
  readonly version: string
  readonly blob: string
  readonly done: boolean
}

/** GitHub's cache service, version 2: a key and a version are written once. */
export class Caches {
  readonly #blobs: Blobs
  entries: readonly Entry[] = []

  constructor(blobs: Blobs) {
    this.#blobs = blobs
  }

  call(method: string, fields: Fields, origin: string): Fields {
    const [key, version] = [String(fields['key']), String(fields['version'])]
    switch (method) {
      case 'CreateCacheEntry':
        return this.#create(key, version, origin)
      case 'FinalizeCacheEntryUpload':
        return this.#finalize(key, version)
      case 'GetCacheEntryDownloadURL':
        return this.#find([key, ...list(fields['restoreKeys'])], version, origin)
      default:
        throw new Refusal(404, 'bad_route', `no such method: ${method}`)
    }
  }

  #create(key: string, version: string, origin: string): Fields {
    if (this.entries.some((entry) => entry.key === key && entry.version === version)) {
      return { ok: false, message: 'cache entry already exists' }
    }
    const blob = this.#blobs.create('.tzst')
    this.entries = [...this.entries, { key, version, blob, done: false }]
    return { ok: true, signedUploadUrl: this.#blobs.url(origin, blob) }
  }

  #finalize(key: string, version: string): Fields {
    this.entries = this.entries.map((entry) =>
      entry.key === key && entry.version === version ? { ...entry, done: true } : entry,
    )
    return { ok: true, entryId: '1' }
  }

  #find(keys: readonly string[], version: string, origin: string): Fields {
    // As GitHub does: the key itself, or the newest entry that begins with one of the keys.
    const found = this.entries.findLast(
      (entry) => entry.done && entry.version === version && keys.some((key) => entry.key.startsWith(key)),
    )
    if (!found) return { ok: false }
    return { ok: true, signedDownloadUrl: this.#blobs.url(origin, found.blob), matchedKey: found.key }
  }
}

const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

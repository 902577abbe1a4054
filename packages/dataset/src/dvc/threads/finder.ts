import type { FetchServices } from '../../sources/place.ts'
import type { Documents } from '../files/read.ts'
import { type Found, findFile } from '../find.ts'
import { openRepository } from '../repository.ts'
import type { TrackedFile } from '../types.ts'

/** Finds files, until it is closed. */
export interface Finder {
  /** @throws as `findFile`; FaultError where its thread breaks down */
  find(file: TrackedFile): Promise<Found>
  /** Whatever is still being fetched is given up, and leaves nothing. */
  close(): Promise<void>
}

export interface FinderOptions {
  readonly documents: Documents
  readonly checkout: boolean
  readonly services: FetchServices
  readonly progress: (bytes: number) => void
}

/** A finder in the thread that calls it. */
export function openFinder({ documents, checkout, services, progress }: FinderOptions): Finder {
  const closing = new AbortController()
  const closed = new Promise<never>((_, reject) =>
    closing.signal.addEventListener('abort', () => reject(closing.signal.reason)),
  )
  closed.catch(() => undefined)
  const clock = {
    ...services.clock,
    sleep: (milliseconds: number) => Promise.race([services.clock.sleep(milliseconds), closed]),
  }
  const repository = openRepository(documents, { ...services, clock })
  const open = new Set<Promise<unknown>>()
  return {
    find: (file) => {
      const found = findFile(file, checkout, { repository, progress })
      open.add(found)
      const forget = () => void open.delete(found)
      found.then(forget, forget)
      return found
    },
    close: async () => {
      closing.abort()
      await repository.close()
      await Promise.allSettled(open)
    },
  }
}

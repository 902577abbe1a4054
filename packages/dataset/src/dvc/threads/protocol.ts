import type { Problem } from '@trainyard/ports'
import type { Documents } from '../files/read.ts'
import type { Found } from '../find.ts'
import type { TrackedFile } from '../types.ts'

/** What a thread is started with. */
export interface FinderStart {
  readonly documents: Documents
  readonly checkout: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

export type FinderRequest =
  | { readonly kind: 'find'; readonly id: number; readonly file: TrackedFile }
  /** Whatever is being fetched is given up. */
  | { readonly kind: 'close' }

/** What a thread says: what belongs into the log, how much has come, and how a search ended. */
export type FinderReply =
  | { readonly kind: 'warning' | 'info' | 'mask'; readonly text: string }
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'found'; readonly id: number; readonly found: Found }
  | { readonly kind: 'refused'; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

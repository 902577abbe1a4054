import type { Problem } from '@trainyard/ports'
import type { Examined } from '../examine.ts'

/** From the worker. `refused`: the user can mend it. */
export type Reply =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'examined'; readonly examined: Examined }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

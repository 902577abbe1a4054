import type { DocumentHead } from './common.ts'
import type { SearchResult } from './run.ts'

/** What one job of a search trained: its share of the trials. Their best model lies beside it, in `models/<key>/`. */
export interface TrialsDocument extends DocumentHead<'trials'> {
  readonly search: SearchResult
}

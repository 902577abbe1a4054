import type { Path } from './source/key.ts'
import type { Words } from './source/syntax.ts'

/** Two keys that contradict each other. */
export interface Contradiction extends Words {
  readonly path: Path
}

import type { Subject } from '@trainyard/evidence'
import type { Plan } from './plan.ts'

/** What a run's model is made from. */
export function sourcesOf({ dataset, evidence }: Plan): readonly Subject[] {
  return [{ kind: 'dataset', name: 'dataset', sha256: dataset.sha256 }, ...evidence]
}

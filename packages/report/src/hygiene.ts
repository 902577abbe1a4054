import type { EvaluationDocument } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { count } from './format.ts'

/** What was found of the data beside the rules: a name, and a sentence. */
export function hygieneRows({
  requirements = [],
  leaks,
  overlap,
  costs,
}: EvaluationDocument): readonly (readonly [string, string])[] {
  return [
    ...requirements.map(({ name, verdict, reason }) => [`requires ${name}`, `${verdict}: ${reason}`] as const),
    ...(leaks ? [['columns that tell the label alone', leakText(leaks)] as const] : []),
    ...(overlap ? [['test rows among the training rows', overlapText(overlap)] as const] : []),
    ...(costs
      ? [
          [
            'measured on',
            `${costs.machine.processor}, ${count(costs.machine.cores, 'core')}, ${costs.machine.platform}`,
          ] as const,
        ]
      : []),
  ]
}

function leakText({ found, looked, measure }: NonNullable<EvaluationDocument['leaks']>): string {
  if (found.length === 0) return `none of ${looked}`
  return found
    .map(
      ({ column, score, idLike }) => `${column} (${measure} ${score.toFixed(3)}${idLike ? ', looks like an id' : ''})`,
    )
    .join(', ')
}

function overlapText({ by, rows, test }: NonNullable<EvaluationDocument['overlap']>): string {
  if (by === 'nothing') return 'not compared: the rows are too much alike to be told apart'
  return `${grouped(rows)} of ${grouped(test)}, by ${by === 'id' ? 'id' : 'all values'}`
}

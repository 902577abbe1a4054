import { type Signature, type Target, targetColumns } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'

/**
 * The columns that hold what a model answers: one, or of several labels a row one for each, in the order of the model's.
 * @throws InputError where the target is not what the model answers
 */
export function expectTargets(target: Target, { task, classes = [] }: Signature): readonly string[] {
  const columns = targetColumns(target)
  const at = { file: 'trainyard.yml', key: 'data.target' }
  if (task === 'multilabel') {
    if (columns.length === classes.length && classes.every((label) => columns.includes(label))) return classes
    throw new InputError(
      `the model answers the labels ${classes.join(', ')}, and the target is ${columns.join(', ')}`,
      { at, remedy: `Name the columns of its labels: target: [${classes.join(', ')}].` },
    )
  }
  if (columns.length === 1) return columns
  throw new InputError(`the model answers one label a row, and the target is ${columns.join(', ')}`, {
    at,
    remedy: 'Name the one column that it was taught, or give a model of several labels.',
  })
}

import path from 'node:path'
import type { ModelPackage } from '@trainyard/model'
import type { Context } from '../../core/context.ts'
import { championSource } from './source.ts'

/**
 * A champion that lies in the repository is that of the change: its bytes are not those of the branch. Said where the branch
 * has another one.
 */
export async function tellOther(
  given: string | undefined,
  { folder, document }: ModelPackage,
  { services }: Context,
): Promise<void> {
  const branch = await services.base.name()
  if (branch === undefined || given === undefined || championSource(given).from !== 'files') return
  const theirs = await services.base.read(path.join(folder, 'model.json'))
  if (theirs === undefined || theirs.includes(document.sha256)) return
  services.log.warning(`evaluate.champion: this change puts another model there than ${branch} has`)
}

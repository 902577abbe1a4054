import path from 'node:path'
import { readDocument, type Subject } from '@trainyard/evidence'
import { errorMessage, InputError } from '@trainyard/ports'
import { type Context, exists } from '../core/context.ts'

/**
 * What a model was made from: the key over code, data, parameters and environment of its training, where the run lies beside
 * the model, as `train` leaves both.
 */
export async function codeOf(
  { model, sha256 }: { readonly model: string | undefined; readonly sha256: string | undefined },
  { services }: Context,
): Promise<readonly Subject[]> {
  const file = path.join(path.dirname(model ?? ''), 'run.json')
  if (model === undefined || sha256 === undefined || !(await exists(file))) return []
  try {
    const { document } = await readDocument('run', file)
    return document.model === sha256 ? [{ kind: 'code', name: 'run.json', sha256: document.cache.key }] : []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    services.log.debug(`the code of the model is not known: ${errorMessage(error)}`)
    return []
  }
}

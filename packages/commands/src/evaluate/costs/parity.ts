import { type ParityDocument, readDocument, type Subject } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'

export interface FoundParity {
  readonly document: ParityDocument
  readonly subject: Subject
}

/**
 * How the model compares with the one it was converted from, as `run.json` tells.
 * @returns nothing where there is no such run, or nothing was converted in it
 * @throws InputError where it speaks of another model
 */
export async function readParity(
  file: string | undefined,
  { document }: ModelPackage,
): Promise<FoundParity | undefined> {
  if (file === undefined) return undefined
  const { document: run, sha256 } = await readDocument('run', file)
  if (run.model !== document.sha256)
    throw new InputError(`run.json speaks of the model sha256:${run.model}, judged is sha256:${document.sha256}`, {
      at: { file },
      remedy: 'Give the run.json that lies beside the model: the input run.',
    })
  return run.parity && { document: run.parity, subject: { kind: 'file', name: 'run.json', sha256 } }
}

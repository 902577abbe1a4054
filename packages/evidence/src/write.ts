import { FaultError, sha256, writeFileAtomic } from '@trainyard/ports'
import type { AnyDocument } from './documents/index.ts'
import { pathText } from './path.ts'
import { validatorOf } from './schemas.ts'

/**
 * Checks a document by its schema and writes it, whole or not at all.
 * @returns sha256 of the bytes written
 * @throws FaultError where the document does not fit its schema: a fault of ours
 */
export async function writeDocument(file: string, document: AnyDocument): Promise<string> {
  const text = `${JSON.stringify(document, refuseNonFinite, 2)}\n`
  const findings = (await validatorOf(document.kind))(JSON.parse(text))
  if (findings.length > 0) {
    const told = findings.map(({ path, message }) => `${pathText(path)}: ${message}`).join('; ')
    throw new FaultError(`the ${document.kind} document does not fit its schema: ${told}`, {
      remedy: 'Please report this with the message above.',
    })
  }
  await writeFileAtomic(file, text)
  return sha256(text)
}

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new FaultError(`a document cannot hold ${value}, found at '${key}'`)
  return value
}

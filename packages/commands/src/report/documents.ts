import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { type AnyDocument, type DocumentKind, readDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { exists } from '../core/context.ts'

/** Documents by the name of their file, in the order of the chain. */
const names: readonly (readonly [string, DocumentKind])[] = [
  ['dataset.json', 'dataset'],
  ['validation.json', 'validation'],
  ['run.json', 'run'],
  ['model.json', 'model'],
  ['evaluation.json', 'evaluation'],
  ['image.json', 'image'],
  ['deployment.json', 'deployment'],
  ['drift.json', 'drift'],
]

/** Names of files that hold a document. */
export const documentFiles: readonly string[] = names.map(([name]) => name)

/** All documents below a folder, in the order of the chain; image layouts are left aside. @throws InputError where there are none */
export async function findDocuments(folder: string): Promise<AnyDocument[]> {
  const entries = (await exists(folder)) ? await readdir(folder, { recursive: true, withFileTypes: true }) : []
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !isAside(path.relative(folder, file)))
    .sort()
  const found: AnyDocument[] = []
  for (const [name, kind] of names) {
    for (const file of files.filter((candidate) => path.basename(candidate) === name)) {
      const { document } = await readDocument(kind, file)
      if (!found.some((other) => isSameData(other, document))) found.push(document)
    }
  }
  if (found.length > 0) return found
  throw new InputError(`no documents in ${folder}`, {
    at: { file: 'inputs', key: 'documents' },
    remedy: 'Run a stage first, or name the folder that its artifacts were put in.',
  })
}

/**
 * Folders of the state whose documents are of other runs: of the tracker, the cache, a search's trials, one trained again,
 * models that were compared with.
 */
const aside = new Set(['track', 'cache', 'trials', 'reproduce', 'champion', 'champion-of-base', 'runs'])

/** What was cut short is no document. */
function isAside(file: string): boolean {
  const [first = ''] = file.split(path.sep)
  return aside.has(first) || first.endsWith('.tmp')
}

/** Each stage that reads the data keeps its description; one is enough. */
function isSameData(a: AnyDocument, b: AnyDocument): boolean {
  return a.kind === 'dataset' && b.kind === 'dataset' && a.sha256 === b.sha256
}

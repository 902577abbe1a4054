import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expectDigest, type RunDocument, readDocument } from '@trainyard/evidence'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError, isCode, sha256File, writeFileAtomic } from '@trainyard/ports'

/** What a training leaves that a later one may take: its model, `run.json` and `profile.json`. */
export interface Entry {
  readonly run: RunDocument
  readonly model: ModelPackage
}

/** A training that made no model which may be used. */
export interface Failed {
  readonly run: RunDocument
  readonly model?: undefined
}

/** @throws InputError with the reason, where there is no model */
export function expectMade(made: Entry | Failed): Entry {
  if (made.model) return made
  const { reason, parity } = made.run
  throw new InputError(reason, {
    at: { file: 'trainyard.yml', key: 'train.run' },
    ...(parity?.cause !== undefined && { remedy: parity.cause }),
  })
}

/** Digests of an entry's files, as `sha256sum -c` reads them. */
export const sealName = 'files.sha256'

/** Files of the entry in a folder, with forward slashes: everything in `model/`, and the two documents. */
export async function entryFiles(folder: string): Promise<readonly string[]> {
  const inModel = await readdir(path.join(folder, 'model'), { recursive: true, withFileTypes: true })
  const files = inModel.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const relative = files.map((file) => path.relative(folder, file).split(path.sep).join('/'))
  return [...relative.sort(), 'profile.json', 'run.json']
}

/** Writes down the digest of every file of the entry. */
export async function sealEntry(folder: string): Promise<void> {
  const files = await entryFiles(folder)
  const lines = await Promise.all(files.map(async (file) => `${await sha256File(path.join(folder, file))}  ${file}\n`))
  await writeFileAtomic(path.join(folder, sealName), lines.join(''))
}

/** Hashes every file of a sealed entry again. @throws InputError where one is missing, new, or other than it was */
export async function expectSealed(folder: string): Promise<void> {
  const seal = path.join(folder, sealName)
  const recorded = sealedDigests(await readSeal(seal))
  for (const file of await entryFiles(folder).catch(notWhole)) {
    const expected = recorded.get(file)
    if (expected === undefined) throw new InputError(`${file} is not in ${sealName}`, { at: { file: seal } })
    const actual = await sha256File(path.join(folder, file)).catch(notWhole)
    expectDigest({ what: file, expected, actual, recordedIn: sealName })
  }
}

async function readSeal(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(notWhole)
}

function notWhole(error: unknown): never {
  if (!isCode(error, 'ENOENT') && !isCode(error, 'ENOTDIR')) throw error
  throw new InputError('a file is missing', { cause: error })
}

function sealedDigests(text: string): ReadonlyMap<string, string> {
  const lines = [...text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)]
  return new Map(lines.map(([, digest = '', file = '']) => [file, digest]))
}

/** Opens an entry, its documents checked and its model hashed. @throws InputError where it is not whole, or of another key */
export async function openEntry(folder: string, key: string): Promise<Entry> {
  const { document: run } = await readDocument('run', path.join(folder, 'run.json'))
  const model = await readModelPackage(path.join(folder, 'model'))
  const { document: profile } = await readDocument('profile', path.join(folder, 'profile.json'))
  for (const actual of [run.model, profile.model])
    expectDigest({
      what: 'model.onnx',
      expected: model.document.sha256,
      actual: actual ?? 'nothing',
      recordedIn: folder,
    })
  if (run.cache.key !== key) throw new InputError(`is the entry of another key: ${run.cache.key}`)
  return { run, model }
}

import type { DataFile, DatasetDocument } from '@trainyard/evidence'
import { expectDigest } from '@trainyard/evidence'
import { InputError, type Problem } from '@trainyard/ports'
import { identity } from './files/identity.ts'
import type { SourceFile } from './files/source.ts'
import { readPlan, withEngine } from './open.ts'
import type { Settled } from './settled.ts'
import { findAgain } from './sources/index.ts'
import { inParallel } from './sources/parallel.ts'
import type { DataServices, Place } from './sources/place.ts'
import type { Dataset } from './types.ts'

/** Files that are found again and hashed at a time. */
const atOnce = 8

const again = 'Restore the file, or run validate-data again so that the new data is looked at first.'

/**
 * Opens the data that a document speaks of, with its types, roles and split, and verifies all of it.
 * @param base folder that the document's paths are relative to
 * @throws InputError naming both digests where a file, or what was made of it, is no longer the same
 */
export async function reopenDataset(document: DatasetDocument, base: string, services: DataServices): Promise<Dataset> {
  const dataset = await withEngine(services, async (engine) => {
    const files = await sameFiles(document.files, { base, engine, services })
    return readPlan(files, settled(document), engine)
  })
  try {
    expectSame(document, dataset)
    return dataset
  } catch (error) {
    await dataset.close()
    throw error
  }
}

function settled({ columns, split }: DatasetDocument): Settled {
  return {
    types: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
    roles: new Map(columns.map(({ name, role }) => [name, role])),
    plan: split,
  }
}

async function sameFiles(files: readonly DataFile[], place: Place): Promise<SourceFile[]> {
  const found = await inParallel(files, atOnce, async (file) => {
    const source = await findAgain(file, place)
    const known = await identity(source)
    const { sha256 } = known
    return { source: { ...source, known }, problems: sha256 === file.sha256 ? [] : [changed(file, sha256)] }
  })
  const problems = found.flatMap((each) => each.problems)
  if (problems.length > 0) throw new InputError(problems)
  return found.map(({ source }) => source)
}

function changed(file: DataFile, actual: string): Problem {
  return {
    message: `the file is not the one that dataset.json speaks of: it hashes to sha256:${actual}, recorded is sha256:${file.sha256}`,
    at: { file: file.path },
    remedy: again,
  }
}

function expectSame(document: DatasetDocument, dataset: Dataset): void {
  const check = { recordedIn: 'dataset.json', remedy: again }
  expectDigest({ what: 'the split', expected: document.split.sha256, actual: dataset.split.sha256, ...check })
  expectDigest({ what: 'the dataset', expected: document.sha256, actual: dataset.sha256, ...check })
}

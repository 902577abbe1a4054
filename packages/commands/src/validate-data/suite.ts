import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import type { Subject } from '@trainyard/evidence'
import { InputError, isCode, sha256, writeFileAtomic } from '@trainyard/ports'
import { parseAcceptedSchema, parseSuite, proposeSchema, type Suite, structuralSuite } from '@trainyard/validation'
import { type Context, exists } from '../core/context.ts'

export const schemaName = 'trainyard.schema.json'

/** What the data is compared with, and the bytes it was read from. */
export interface ChosenSuite {
  readonly suite: Suite
  readonly subjects: readonly Subject[]
}

/** The user's suite; else the accepted schema where it is committed; else structure alone. */
export async function chooseSuite(
  file: string | undefined,
  dataset: Dataset,
  { config }: Context,
): Promise<ChosenSuite> {
  if (file !== undefined) return readSuite(file, config.folder, parseSuite)
  const accepted = path.join(config.folder, schemaName)
  if (await exists(accepted))
    return readSuite(accepted, config.folder, (text, name) => parseAcceptedSchema(text, name, dataset.columns))
  return { suite: structuralSuite(dataset.columns), subjects: [] }
}

async function readSuite(
  file: string,
  folder: string,
  parse: (text: string, file: string) => Suite | Promise<Suite>,
): Promise<ChosenSuite> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT'))
      throw new InputError(`no such suite: ${file}`, {
        at: { file },
        remedy: 'Paths in trainyard.yml are relative to it.',
        cause,
      })
    throw cause
  })
  const name = path.relative(folder, file)
  return { suite: await parse(text, name), subjects: [{ kind: 'suite', name, sha256: sha256(text) }] }
}

/** Where nothing was compared, what was seen is proposed as a schema to accept. @returns the proposal's name */
export async function writeProposal(
  { suite }: ChosenSuite,
  dataset: Dataset,
  out: string,
): Promise<string | undefined> {
  if (suite.source !== 'structure') return undefined
  const schema = await proposeSchema(dataset)
  await writeFileAtomic(path.join(out, schemaName), `${JSON.stringify(schema, null, 2)}\n`)
  return schemaName
}

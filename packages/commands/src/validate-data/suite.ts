import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import type { Subject } from '@trainyard/evidence'
import { InputError, isCode, sha256, writeFileAtomic } from '@trainyard/ports'
import { parseAcceptedSchema, parseSuite, proposeSchema, type Suite, structuralSuite } from '@trainyard/validation'
import { type Context, exists } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

export const schemaName = 'trainyard.schema.json'

/** What the data is compared with, and the bytes it was read from. */
export interface ChosenSuite {
  readonly suite: Suite
  readonly subjects: readonly Subject[]
}

/** What the command's inputs say of the suite. */
type Wanted = Pick<Inputs, 'suite' | 'suite-parameters'>

/** The user's suite; else the accepted schema where it is committed; else structure alone. */
export async function chooseSuite(wanted: Wanted, dataset: Dataset, context: Context): Promise<ChosenSuite> {
  const { suite: file, 'suite-parameters': given = {} } = wanted
  if (file !== undefined) {
    const parameters = { ...context.config.validate.suiteParameters, ...typed(given) }
    const now = context.services.clock.now()
    return readSuite(file, context, (text, name) => parseSuite(text, name, { parameters, now }))
  }
  const accepted = path.join(context.config.folder, schemaName)
  if (await exists(accepted))
    return readSuite(accepted, context, (text, name) => parseAcceptedSchema(text, name, dataset.columns))
  return { suite: structuralSuite(dataset.columns), subjects: [] }
}

function typed(given: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, parameterValue(text)]))
}

/** JSON where it reads as JSON: numbers, true, false, lists; else text. */
function parameterValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Problems and annotations name the file from where the command runs; documents name it from the configuration. */
async function readSuite(
  file: string,
  { config, folder }: Context,
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
  const suite = await parse(text, path.relative(folder, file))
  const name = path.relative(config.folder, file)
  return { suite: { ...suite, path: name }, subjects: [{ kind: 'suite', name, sha256: sha256(text) }] }
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

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, Opened } from '@trainyard/dataset'
import type { Subject } from '@trainyard/evidence'
import { InputError, isCode, sha256, writeFileAtomic } from '@trainyard/ports'
import {
  type EarlierRun,
  parseAcceptedSchema,
  proposeSchema,
  readSuite,
  type Suite,
  structuralSuite,
  type TableShape,
} from '@trainyard/validation'
import { type Context, exists } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

export const schemaName = 'trainyard.schema.json'

/** What the data is compared with, and the bytes it was read from. */
export interface ChosenSuite {
  readonly suite: Suite
  readonly subjects: readonly Subject[]
}

/** What the command's inputs say of the suite. */
type Wanted = Pick<Inputs, 'suite' | 'suite-parameters' | 'suite-environment' | 'untranslated' | 'table'> & {
  /** What earlier runs observed, the latest last. */
  readonly runs?: readonly EarlierRun[]
}

/** The user's suite; else the accepted schema where it is committed; else structure alone. */
export async function chooseSuite(wanted: Wanted, dataset: Shaped, context: Context): Promise<ChosenSuite> {
  const { suite: file, 'suite-parameters': given = {} } = wanted
  if (file !== undefined) {
    const parameters = { ...context.config.validate.suiteParameters, ...typed(given) }
    const now = context.services.clock.now()
    const table = shapeOf(wanted, dataset)
    const chosen = await readFrom(file, context, (text, name) =>
      readSuite(text, name, table, { parameters, now, runs: wanted.runs ?? [] }),
    )
    if (wanted.untranslated === 'fail') refuseUntranslated(chosen.suite)
    return chosen
  }
  const accepted = path.join(context.config.folder, schemaName)
  if (await exists(accepted))
    return readFrom(accepted, context, (text, name) => parseAcceptedSchema(text, name, dataset.columns))
  return { suite: structuralSuite(dataset.columns), subjects: [] }
}

/** What a suite is read for. */
type Shaped = Pick<Opened, 'rows' | 'columns' | 'files'>

function shapeOf(wanted: Wanted, { rows, columns, files }: Shaped): TableShape {
  const { table = {}, 'suite-environment': environment } = wanted
  const paths = files.map((file) => file.path)
  return { rows, columns, files: paths, tables: Object.keys(table), ...(environment !== undefined && { environment }) }
}

/** Thresholds of drift are no part of a check of one table, and never refused. */
function refuseUntranslated({ untranslated = [] }: Suite): void {
  const left = untranslated.filter(({ drift }) => drift === undefined)
  if (left.length === 0) return
  throw new InputError(
    left.map(({ what, why, at }) => ({
      message: `${what} is not checked: ${why}`,
      at,
      remedy: 'Take it out of the suite, or set validate.untranslated: warn.',
    })),
  )
}

/** Text of UTF-8; a byte order mark before it is no part of it. */
function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new InputError('this is no text in UTF-8', { at: { file }, remedy: 'Save the file as UTF-8.', cause })
  }
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
async function readFrom(
  file: string,
  { config, folder }: Context,
  parse: (text: string, file: string) => Suite | Promise<Suite>,
): Promise<ChosenSuite> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT'))
      throw new InputError(`no such suite: ${file}`, {
        at: { file },
        remedy: 'Paths in trainyard.yml are relative to it.',
        cause,
      })
    throw cause
  })
  const shown = path.relative(folder, file)
  const suite = await parse(decoded(bytes, shown), shown)
  const name = path.relative(config.folder, file)
  return { suite: { ...suite, path: name }, subjects: [{ kind: 'suite', name, sha256: sha256(bytes) }] }
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

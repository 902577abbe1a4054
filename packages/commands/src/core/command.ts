import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { InputError, type Problem, replaceAtomic, type Services } from '@trainyard/ports'
import { commonInputs } from './common.ts'
import { type Context, openContext } from './context.ts'
import { keepUnchanged } from './keep.ts'
import { located } from './located.ts'
import type { Outcome } from './outcome.ts'
import { given, readInputs } from './read.ts'
import type { StageResult } from './result.ts'
import type { InputTable, Values } from './table.ts'

export interface Verb {
  readonly name: string
  readonly description: string
}

/** Where a verb writes, and what its artifact is called. */
export interface Place {
  readonly folder: string
  /** False: nothing is uploaded. */
  readonly upload?: boolean
}

/** A stage's folder while it is being filled, and where it is going to be. */
export interface SealedFolder {
  readonly folder: string
  readonly out: string
}

export interface Definition<Table extends InputTable> {
  /** Stage, action, command, folder: one name. */
  readonly name: string
  readonly summary: string
  readonly inputs: Table
  /** Further verbs, the first being what happens without one. */
  readonly verbs?: readonly Verb[]
  /** Further outputs of the action, name to description. */
  readonly outputs?: Readonly<Record<string, string>>
  /** Folder and artifact of a verb that has its own; left out: the stage's. */
  place?(inputs: Values<Table>): Place
  /** The folder is written in place where its content is addressed by digest, else it is replaced as a whole. */
  readonly inPlace?: boolean
  /** Called last, when every document in the folder has its final bytes. @returns further outputs */
  seal?(folders: SealedFolder, inputs: Values<Table>, context: Context): Promise<Readonly<Record<string, string>>>
  run(inputs: Values<Table>, out: string, context: Context): Promise<StageResult>
}

/** A command as an action or the command line sees it: text in, an outcome out. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly inputs: InputTable
  readonly inputNames: readonly string[]
  readonly verbs: readonly Verb[]
  readonly outputs: Readonly<Record<string, string>>
  run(raw: Readonly<Record<string, string>>, services: Services): Promise<Outcome>
}

export const commonOutputs = {
  verdict: 'pass, fail or inconclusive.',
  reason: 'The verdict in one line.',
  out: 'Folder with the documents and reports.',
  digest: 'sha256 that later evidence calls the result by.',
  artifact: 'Name of the uploaded artifact.',
} as const

/** Makes a command of a stage: reads its inputs, gives it a folder, shows and uploads what it left there. */
export function defineCommand<Table extends InputTable>(definition: Definition<Table>): Command {
  const inputs: InputTable = { ...definition.inputs, ...commonInputs }
  return {
    name: definition.name,
    summary: definition.summary,
    inputs,
    inputNames: Object.keys(inputs),
    verbs: definition.verbs ?? [],
    outputs: { ...commonOutputs, ...definition.outputs },
    run: (raw, services) => execute(definition, inputs, raw, services),
  }
}

async function execute<Table extends InputTable>(
  definition: Definition<Table>,
  inputs: InputTable,
  raw: Readonly<Record<string, string>>,
  services: Services,
): Promise<Outcome> {
  rejectUnknown(raw, inputs)
  const context = await openContext(
    {
      config: given(raw, 'config'),
      workingDirectory: given(raw, 'working-directory'),
      artifactPrefix: given(raw, 'artifact-prefix'),
    },
    services,
  )
  const common = await readInputs(commonInputs, raw, context)
  const values = await readInputs(definition.inputs, raw, context)
  const place = definition.place?.(values) ?? { folder: definition.name }
  const out = common.out ?? path.join(context.state, place.folder)
  const result = await located(context, () => runInto(definition, values, out, context))
  const { outcomeOf } = await import('./outcome.ts')
  return outcomeOf({ definition, place, result, out, common, context })
}

async function runInto<Table extends InputTable>(
  definition: Definition<Table>,
  values: Values<Table>,
  out: string,
  context: Context,
): Promise<StageResult> {
  if (definition.inPlace) return definition.run(values, out, context)
  return replaceAtomic(out, async (temporary) => {
    await mkdir(temporary, { recursive: true })
    const result = await definition.run(values, temporary, context)
    await keepUnchanged(temporary, out)
    const sealed = await definition.seal?.({ folder: temporary, out }, values, context)
    return { ...result, outputs: { ...result.outputs, ...sealed } }
  })
}

function rejectUnknown(raw: Readonly<Record<string, string>>, inputs: InputTable): void {
  const problems: Problem[] = Object.keys(raw)
    .filter((name) => !(name in inputs))
    .map((name) => ({ message: `unknown input '${name}'`, remedy: `Inputs: ${Object.keys(inputs).join(', ')}.` }))
  if (problems.length > 0) throw new InputError(problems)
}

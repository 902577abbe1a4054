import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Config, ThresholdConfig } from '@trainyard/config'
import type { Condition } from '@trainyard/dataset'
import {
  type ImportedRules,
  importRules,
  inConfiguration,
  type KnownMetrics,
  knownMetrics,
  type PlaceOfRule,
  sliceNames,
  type Untranslated,
} from '@trainyard/evaluation'
import type { Subject } from '@trainyard/evidence'
import { InputError, isCode, sha256 } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import type { OwnMetrics } from '../custom-metrics/measure.ts'
import type { Inputs } from '../inputs.ts'
import { askedBeside, type Beside, besideOf } from '../requires/strictest.ts'

/** All rules of an evaluation, the user's own first, and the files that further ones came from. */
export interface Rules {
  readonly gates: readonly string[]
  readonly placeOf: PlaceOfRule
  /** Conditions of the slices that they name. */
  readonly conditions: Readonly<Record<string, Condition>>
  /** Metrics of the user's own that they may name, and where each is written. */
  readonly own: OwnMetrics
  readonly known: KnownMetrics
  readonly threshold?: ThresholdConfig
  readonly untranslated: readonly Untranslated[]
  /** What must hold beside them. */
  readonly beside: Beside
  readonly inputs: readonly Subject[]
}

/** What of the inputs says which rules there are. */
export type WantedRules = Pick<Inputs, 'gates' | 'import' | 'import-margin' | 'untranslated'>

/** How the text of a file is come by. */
type ReadText = (file: string, shown: string) => Promise<string>

/** Where rules are read from. */
export interface RulesSource {
  readonly config: Pick<Config, 'evaluate' | 'train' | 'position'>
  readonly read: ReadText
}

/** Gathers the rules of the configuration and of files of other tools. @throws InputError for what no rule can say */
export async function gatherRules(
  inputs: WantedRules,
  context: Context,
  { config, read }: RulesSource = { config: context.config, read: readFromDisk },
): Promise<Rules> {
  const files: Imported[] = []
  for (const file of inputs.import ?? [])
    files.push(await readRules({ file, margin: inputs['import-margin'], read }, context))
  const imported = files.flatMap(({ rules }) => rules)
  const untranslated = files.flatMap((file) => file.untranslated)
  if (inputs.untranslated === 'fail') refuse(untranslated)
  for (const part of untranslated) context.services.log.warning(noRule(part), part.at)
  const own = inputs.gates.length
  const placeOfOwn = areOfFile(inputs, config) ? inConfiguration : inInput
  const { metrics, threshold } = config.evaluate
  const known = knownMetrics(metrics)
  const gates = [...inputs.gates, ...imported.map(({ text }) => text)]
  const placeOf: PlaceOfRule = (index) => imported[index - own]?.at ?? placeOfOwn(index)
  return {
    gates,
    placeOf,
    conditions: conditionsOf(sliceNames(gates, placeOf, known), config),
    own: { metrics, placeOf: (name) => config.position(['evaluate', 'metrics', name]) },
    known,
    ...(threshold && { threshold }),
    untranslated,
    beside: besideOf(config),
    inputs: files.map(({ subject }) => subject),
  }
}

/** Whether the rules are those of the configuration; else the step or the command line gives them. */
export function areOfFile({ gates }: Pick<Inputs, 'gates'>, { evaluate }: Pick<Config, 'evaluate'>): boolean {
  return JSON.stringify(gates) === JSON.stringify(evaluate.gates)
}

function inInput(index: number): ReturnType<PlaceOfRule> {
  return { file: 'inputs', key: `gates, line ${index + 1}` }
}

/** Of names that have one; others are told where the rules are read. */
function conditionsOf(names: readonly string[], { evaluate, position }: RulesSource['config']): Rules['conditions'] {
  const found = names.flatMap((name) => {
    const { [name]: text } = evaluate.slices.where
    return text === undefined ? [] : [[name, { text, at: position(['evaluate', 'slices', 'where', name]) }] as const]
  })
  return Object.fromEntries(found)
}

interface Imported extends ImportedRules {
  readonly subject: Subject
}

interface Wanted {
  readonly file: string
  readonly margin: number | undefined
  readonly read: ReadText
}

async function readRules({ file, margin, read }: Wanted, { folder, config }: Context): Promise<Imported> {
  const shown = path.relative(folder, file)
  const text = await read(file, shown)
  const subject = { kind: 'rules', name: path.relative(config.folder, file), sha256: sha256(text) } as const
  return { ...(await importRules(text, shown, margin === undefined ? {} : { margin })), subject }
}

function readFromDisk(file: string, shown: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
    const remedy = 'Paths in trainyard.yml are relative to it.'
    throw new InputError('no such file', { at: { file: shown }, remedy, cause })
  })
}

/** A rule that is left out would let a model pass that its author wanted refused. */
function refuse(untranslated: readonly Untranslated[]): void {
  if (untranslated.length === 0) return
  throw new InputError(
    untranslated.map((part) => ({
      message: noRule(part),
      at: part.at,
      remedy: 'Take it out of the file, or set evaluate.untranslated: warn.',
    })),
  )
}

/** A part that is called by its place is named by that. */
function noRule({ what, why, at }: Untranslated): string {
  return at.key === what ? `no rule: ${why}` : `${what} is no rule: ${why}`
}

/** How rules are settled. */
export interface Settling {
  readonly inconclusive: Inputs['inconclusive']
  readonly sliceRows: number
  readonly firstModel: Inputs['first-model']
}

/** How the rules of the change are settled. */
export function settlingOf(inputs: Inputs): Settling {
  const { inconclusive, 'slices-at-least': sliceRows, 'first-model': firstModel } = inputs
  return { inconclusive, sliceRows, firstModel }
}

/** Digest of what is asked, and of which rows. */
export function rulesDigest(rules: Rules, { inconclusive, sliceRows, firstModel }: Settling): string {
  const { gates, conditions, beside, own, threshold } = rules
  const named = Object.entries(conditions).map(([name, { text }]) => [name, text])
  const metrics = Object.entries(own.metrics)
  return sha256(
    JSON.stringify([
      gates,
      inconclusive,
      sliceRows,
      ...(named.length > 0 ? [named] : []),
      ...askedBeside(beside),
      ...(metrics.length > 0 ? [{ metrics }] : []),
      ...(threshold ? [{ threshold }] : []),
      ...(firstModel === 'refuse' ? [] : [{ firstModel }]),
    ]),
  )
}

import type { Config } from '@trainyard/config'
import { type Target, targetOf } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { Context } from './context.ts'

export type InputKind = 'text' | 'number' | 'flag' | 'choice' | 'list' | 'file' | 'files' | 'folder' | 'pairs'

/** A place a value may come from when the input itself is empty: `undefined` passes on to the next. */
type Source<T> = (context: Context) => T | undefined | Promise<T | undefined>

/** One input of a command: an input of the action, a flag of the command line, a row of the reference page. */
export interface Input<T> {
  readonly kind: InputKind
  readonly description: string
  /** What holds when it is left out, for people. */
  readonly left: string
  readonly required: boolean
  /** Expression that GitHub's runner fills in where it is left out. */
  readonly expression?: string
  readonly choices: readonly string[]
  readonly parse: (raw: string, context: Context) => T
  readonly sources: readonly Source<T>[]
}

export type InputTable = Readonly<Record<string, Input<unknown>>>

export type Values<Table extends InputTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Input<infer T> ? T : never
}

/** An input while it is being described. */
export interface InputBuilder<T> extends Input<T> {
  /** A constant for when nothing else is given, as a user would write it. */
  default(text: string): InputBuilder<T>
  /** A key of trainyard.yml. */
  from(key: string, read: (config: Config) => T | undefined): InputBuilder<T>
  /** A file or folder that an earlier stage left; fetched from its artifact where it is not on disk. */
  stage(stage: string, file: string): InputBuilder<T>
  /** An expression that GitHub's runner fills in. */
  runner(expression: string): InputBuilder<T>
  /** May be left out altogether. */
  optional(left?: string): InputBuilder<T | undefined>
}

/** Names every input once; the action's inputs, the flags and the reference page come from it. */
export function table<Table extends InputTable>(inputs: Table): Table {
  return inputs
}

export function text(description: string): InputBuilder<string> {
  return describe('text', description, (raw) => raw)
}

export function number(description: string): InputBuilder<number> {
  return describe('number', description, parseNumber)
}

/** A whole number, 0 or more. */
export function count(description: string): InputBuilder<number> {
  return describe('number', description, parseCount)
}

export function flag(description: string): InputBuilder<boolean> {
  return describe('flag', description, parseFlag)
}

export function choice<const T extends string>(description: string, choices: readonly T[]): InputBuilder<T> {
  const parse = (raw: string) => oneOf(raw, choices)
  return builder({ kind: 'choice', description, left: '', required: true, choices, parse, sources: [] })
}

/** Several values, one a line. */
export function list(description: string): InputBuilder<readonly string[]> {
  return describe('list', description, parseLines)
}

/** A column, or several, one a line. */
export function columns(description: string): InputBuilder<Target> {
  return describe('list', description, (raw) => (raw.includes('\n') ? (targetOf(parseLines(raw)) ?? '') : raw))
}

/** Several of some choices, with commas or one a line. */
export function choices<const T extends string>(description: string, known: readonly T[]): InputBuilder<readonly T[]> {
  const parse = (raw: string) => parseLines(raw.replaceAll(',', '\n')).map((line) => oneOf(line, known))
  return builder({ kind: 'list', description, left: '', required: true, choices: known, parse, sources: [] })
}

/** An existing file, as an absolute path. */
export function file(description: string): InputBuilder<string> {
  return describe('file', description, (raw, context) => context.resolve(raw))
}

/** Files or globs, one a line, as written; commands resolve them. */
export function files(description: string): InputBuilder<readonly string[]> {
  return describe('files', description, (raw, context) => parseLines(raw).map((line) => context.resolve(line)))
}

/** A folder, as an absolute path. */
export function folder(description: string): InputBuilder<string> {
  return describe('folder', description, (raw, context) => context.resolve(raw))
}

/** `NAME=VALUE` pairs, one a line. */
export function pairs(description: string): InputBuilder<Readonly<Record<string, string>>> {
  return describe('pairs', description, parsePairs)
}

/** Text that is read by the command's own rules. */
export function textBy<T>(description: string, parse: (raw: string) => T): InputBuilder<T> {
  return describe('text', description, parse)
}

/** Pairs that are read by the command's own rules. */
export function pairsBy<T>(description: string, parse: (raw: string) => T): InputBuilder<T> {
  return describe('pairs', description, parse)
}

function describe<T>(kind: InputKind, description: string, parse: Input<T>['parse']): InputBuilder<T> {
  return builder({ kind, description, left: '', required: true, choices: [], parse, sources: [] })
}

function builder<T>(input: Input<T>): InputBuilder<T> {
  const also = (left: string, source: Source<T>): InputBuilder<T> =>
    builder({ ...input, left: input.left ? `${input.left}, else ${left}` : left, sources: [...input.sources, source] })
  return {
    ...input,
    default: (value) => also(value === '' ? 'empty' : `\`${value}\``, (context) => input.parse(value, context)),
    from: (key, read) => also(`\`${key}\` of the configuration`, ({ config }) => read(config)),
    stage: (stage, name) =>
      also(`\`.trainyard/${stage}/${name}\``, async (context) => {
        const found = await context.stageFile(stage, name)
        return found === undefined ? undefined : input.parse(found, context)
      }),
    runner: (expression) => builder({ ...input, left: 'what the runner fills in', expression }),
    optional: (left) => builder<T | undefined>({ ...input, left: left ?? input.left, required: false }),
  }
}

function parseNumber(raw: string): number {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) throw new InputError(`'${raw}' is not a number`)
  return value
}

function parseCount(raw: string): number {
  const value = parseNumber(raw)
  if (!Number.isSafeInteger(value) || value < 0) throw new InputError(`'${raw}' is not a whole number of 0 or more`)
  return value
}

function parseFlag(raw: string): boolean {
  if (/^(true|True|TRUE)$/.test(raw)) return true
  if (/^(false|False|FALSE)$/.test(raw)) return false
  throw new InputError(`'${raw}' is neither true nor false`)
}

function oneOf<T extends string>(raw: string, choices: readonly T[]): T {
  const found = choices.find((known) => known === raw)
  if (found === undefined) throw new InputError(`'${raw}' is not one of ${choices.join(', ')}`)
  return found
}

function parseLines(raw: string): readonly string[] {
  return raw
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function parsePairs(raw: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parseLines(raw).map((line) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw new InputError(`'${line}' is not of the form NAME=VALUE`)
      return [name.trim(), value.trim()]
    }),
  )
}

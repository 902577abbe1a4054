import type { ColumnType } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { withPartition } from '../files/partition.ts'
import type { ScannedFile } from '../files/scan.ts'
import { expectColumns } from '../roles.ts'
import type { Engine } from '../types.ts'
import { inferTypes, inferWhole } from './infer.ts'
import { type RawColumn, viewRaw } from './raw.ts'

/** Columns with their types, and the files they come from. */
export interface Loaded {
  readonly files: readonly ScannedFile[]
  readonly columns: readonly RawColumn[]
  readonly types: ReadonlyMap<string, ColumnType>
  /** Columns whose type was given: nothing is proven of their values yet. */
  readonly pinned: readonly RawColumn[]
  /** Columns whose type is what the first rows say: likewise. */
  readonly unproven: readonly RawColumn[]
}

/**
 * Settles the types of files: pinned ones stay, the others are inferred.
 * @throws {InputError} where files differ in their columns, or a type is pinned for a column that is not there
 */
export async function loadFiles(
  files: readonly ScannedFile[],
  pinned: Readonly<Record<string, ColumnType>>,
  engine: Engine,
): Promise<Loaded> {
  const columns = commonColumns(files)
  const given = new Map(Object.entries(pinned))
  expectColumns('types', [...given.keys()], namesOf(columns))
  const pinnedOther = columns.filter(({ name, declared }) => given.has(name) && given.get(name) !== declared)
  const isAsked = pinnedOther.length > 0 || columns.some(({ declared }) => declared === undefined)
  if (isAsked) await viewRaw(files, columns, engine)
  const open = columns.filter(({ name }) => !given.has(name))
  const { types: inferred, unproven } = await inferTypes(open, sum(files), engine)
  return {
    files,
    columns,
    types: new Map(columns.map(({ name }) => [name, given.get(name) ?? inferred.get(name) ?? 'string'])),
    pinned: pinnedOther,
    unproven,
  }
}

/** The same with types that hold for all rows. */
export async function loadProven(loaded: Loaded, engine: Engine): Promise<Loaded> {
  const types = await inferWhole(loaded.unproven, engine)
  return { ...loaded, types: new Map([...loaded.types, ...types]), unproven: [] }
}

function sum(files: readonly ScannedFile[]): number {
  return files.reduce((total, { rows }) => total + rows, 0)
}

function namesOf(columns: readonly RawColumn[]): string[] {
  return columns.map(({ name }) => name)
}

function commonColumns(files: readonly ScannedFile[]): RawColumn[] {
  const [first] = files
  if (!first) return []
  const columns = withPartition(first, first.columns)
  for (const file of files.slice(1)) expectSame({ path: first.path, columns }, file)
  return columns.map((name, index) => ({
    name,
    index,
    text: files.some((file) => file.texts?.has(name)),
    ...declaredBy(files, name),
  }))
}

function declaredBy(files: readonly ScannedFile[], name: string): { readonly declared?: ColumnType } {
  const types = new Set(files.map((file) => file.declared?.get(name)))
  const [declared] = types
  return types.size === 1 && declared !== undefined ? { declared } : {}
}

function expectSame(first: Pick<ScannedFile, 'path' | 'columns'>, file: ScannedFile): void {
  const columns = withPartition(file, file.columns)
  const missing = first.columns.filter((name) => !columns.includes(name))
  const extra = columns.filter((name) => !first.columns.includes(name))
  if (missing.length === 0 && extra.length === 0) return
  const parts = [
    missing.length > 0 ? `misses ${missing.join(', ')}` : '',
    extra.length > 0 ? `has ${extra.join(', ')} too` : '',
  ]
  throw new InputError(`other columns than ${first.path}: it ${parts.filter((part) => part !== '').join(' and ')}`, {
    at: { file: file.path },
    remedy: 'All files of a dataset have the same columns.',
  })
}

import type { ColumnDocument, ColumnRole, DataFile, Split, SplitDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { lockEngine, openEngine } from './engine.ts'
import { type Hashing, type Identity, whileHashing } from './files/identity.ts'
import { scanParquet } from './files/parquet.ts'
import { type ScannedFile, scanTextFile } from './files/scan.ts'
import type { SourceFile } from './files/source.ts'
import { assignRoles } from './roles.ts'
import type { Settled } from './settled.ts'
import { findSources } from './sources/index.ts'
import type { DataServices, Place } from './sources/place.ts'
import { fileSplitDigest, splitDigest } from './split/assign.ts'
import { planSplit, type SplitPlan } from './split/plan.ts'
import type { Counts, Shares } from './split/shares.ts'
import { overFiles } from './table/broken.ts'
import { countClasses, dataTable, typeColumns, viewData } from './table/build.ts'
import { checkColumns } from './table/checks.ts'
import { type Loaded, loadFiles } from './table/load.ts'
import { openedOver, wholeOf } from './table/opened.ts'
import { someRows } from './table/some.ts'
import { selectTyped, typedFiles } from './table/typed.ts'
import type { DataSource, Dataset, Engine, Opened } from './types.ts'

/**
 * Opens a source as a table, and settles types, roles and split.
 * @throws {InputError} for anything in the files or the source that the user can mend, with file and line
 */
export async function openDataset(source: DataSource, services: DataServices): Promise<Dataset> {
  return wholeOf(await openEarly(source, services))
}

/** The same as soon as rows can be asked for, so that one scan of them tells more than how many values are missing. */
export async function openEarly(source: DataSource, services: DataServices): Promise<Opened> {
  return withEngine(services, async (engine) => {
    const place = { base: source.base, engine, services, ...(source.dvc && { dvc: source.dvc }) }
    const files = await sourceFiles(source, place)
    return whileHashing(files, async (hashing) => {
      const scanned = await scanFiles(files, engine)
      if (!source.empty) expectRows(scanned)
      return read(source, scanned, { engine, hashing })
    })
  })
}

/** A plain table: no roles, no shares; every row is in the share `test`. */
export async function openTable({ files, ...table }: TableSource, services: DataServices): Promise<Dataset> {
  return openDataset({ ...table, train: [], test: files }, services)
}

/** Files of a plain table. */
export interface TableSource extends Pick<DataSource, 'base' | 'types' | 'empty'> {
  readonly files: readonly string[]
}

/** Gives work an engine; it is closed when the work fails. */
export async function withEngine<T>(services: DataServices, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(services)
  try {
    return await work(engine)
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** The source's files: for training, validation, test, in this order. */
async function sourceFiles({ train, validation, test }: DataSource, place: Place): Promise<SourceFile[]> {
  const files = [
    ...(await findSources(train, place)),
    ...(await findSources(validation ?? [], { ...place, split: 'validation' })),
    ...(await findSources(test ?? [], { ...place, split: 'test' })),
  ]
  if (files.length === 0) throw new InputError('no data file is named', { remedy: 'Name one under data.train.' })
  const seen = new Set<string>()
  const twice = files.find(({ path }) => seen.size === seen.add(path).size)
  if (!twice) return files
  throw new InputError('this file is in two shares', {
    at: { file: twice.path },
    remedy: 'Rows to judge a model on must not be among those it was trained on.',
  })
}

/** Looks through each file for what is wrong with it. */
export async function scanFiles(files: readonly SourceFile[], engine: Engine): Promise<ScannedFile[]> {
  const scanned: ScannedFile[] = []
  for (const file of files) {
    const contents = file.format === 'parquet' ? await scanParquet(file, engine) : await scanTextFile(file)
    scanned.push(contents)
  }
  return scanned
}

/** Some files may be without rows, as parts of a table sometimes are; all of them only where that is asked for. */
function expectRows(files: readonly ScannedFile[]): void {
  if (files.some(({ rows }) => rows > 0)) return
  const [first, ...others] = files
  const what = others.length === 0 ? 'this file has' : `this file and ${others.length} more have`
  const message = first?.query ? 'the query gives no rows' : `${what} columns and no rows`
  throw new InputError(message, { at: { file: first?.path ?? '' } })
}

/** What reading takes: an engine, and the digests of the files, which are being made. */
interface Reading {
  readonly engine: Engine
  readonly hashing: Hashing
}

async function read(source: DataSource, files: readonly ScannedFile[], reading: Reading): Promise<Opened> {
  const { engine } = reading
  const loaded = await loadFiles(files, source.types ?? {}, engine)
  const roles = assignRoles(source, [...loaded.types.keys()])
  return build({ loaded, roles, ...reading }, async (columns) => {
    return planSplit(source, columns, await countClasses(columns, engine))
  })
}

/** Reads files whose types, roles and split are settled already. */
export async function readPlan(
  files: readonly SourceFile[],
  { types, roles, plan }: Settled,
  engine: Engine,
): Promise<Dataset> {
  return whileHashing(files, async (hashing) => {
    const scanned = await scanFiles(files, engine)
    expectRows(scanned)
    const loaded = await loadFiles(scanned, types, engine)
    return wholeOf(await build({ loaded, roles, engine, hashing }, async () => plan))
  })
}

interface Parts extends Reading {
  readonly loaded: Loaded
  readonly roles: ReadonlyMap<string, ColumnRole>
}

async function build(
  { loaded: likely, roles, engine, hashing }: Parts,
  planOf: (columns: readonly ColumnDocument[]) => Promise<SplitPlan>,
): Promise<Opened> {
  const { loaded, typed } = await typedFiles(likely, engine)
  const { columns, uncounted } = await typeColumns(loaded, typed, roles, engine)
  await checkColumns({ loaded, columns, engine })
  const { method, seed, shares, by, stratifiedBy } = await planOf(columns)
  const plan: SplitPlan = {
    method,
    seed,
    shares,
    ...(by !== undefined && { by }),
    ...(stratifiedBy !== undefined && { stratifiedBy }),
  }
  const splits = loaded.files.map(({ split }) => split ?? (plan.method === 'files' ? 'train' : undefined))
  const only = await viewData({ plan, fileSplits: splits, columns, typed: selectTyped(loaded, typed) }, engine)
  const split = await splitDocument(plan, { files: loaded.files, splits, engine })
  await lockEngine(engine, typed.inPlace ? typed.paths : [])
  const rows = split.rows.train + split.rows.validation + split.rows.test
  const reading = typed.inPlace ? overFiles(engine, loaded.files) : engine
  const files = async () => dataFiles(loaded.files, await hashing.identities, splits)
  const found = { rows, columns, split, only, some: someRows(loaded, typed), engine: reading }
  return openedOver(found, { paths: loaded.files, files, uncounted, stop: hashing.stop })
}

function dataFiles(
  files: readonly ScannedFile[],
  identities: readonly Identity[],
  splits: readonly (Split | undefined)[],
): readonly DataFile[] {
  return files.flatMap((file, index) => {
    const identity = identities[index]
    return identity ? [dataFile({ ...file, ...identity }, splits[index])] : []
  })
}

function dataFile(file: ScannedFile & Identity, split: Split | undefined): DataFile {
  const { path, sha256, bytes, format, partition, etag, version, query, delta, dvc } = file
  return {
    path,
    sha256,
    bytes,
    format: query ? 'query' : delta ? 'delta' : format,
    ...(split && { split }),
    ...(partition && { partition }),
    ...(etag !== undefined && { etag }),
    ...(version !== undefined && { version }),
    ...(query && { query }),
    ...(delta && { delta }),
    ...(dvc && { dvc }),
  }
}

interface Shared {
  readonly files: readonly ScannedFile[]
  readonly splits: readonly (Split | undefined)[]
  readonly engine: Engine
}

async function splitDocument(plan: SplitPlan, { files, splits, engine }: Shared): Promise<SplitDocument> {
  if (plan.method !== 'files') return { ...plan, ...(await splitDigest(dataTable, engine)) }
  const { sha256, rows } = fileSplitDigest(files.map(({ rows }, index) => ({ rows, split: splits[index] ?? 'train' })))
  return { ...plan, shares: sharesOf(rows), rows, sha256 }
}

/** Where files alone decide, the shares are what came of it. */
function sharesOf({ train, validation, test }: Counts): Shares {
  const rows = train + validation + test
  if (rows === 0) return { train: 0, validation: 0, test: 0 }
  return { train: train / rows, validation: validation / rows, test: test / rows }
}

import type { DataConfig } from '@trainyard/config'
import {
  type DataSource,
  type Dataset,
  type Opened,
  openDataset,
  openEarly,
  reopenDataset,
  reproduce,
} from '@trainyard/dataset'
import { type ColumnType, columnTypes, type DatasetDocument, readDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { relativePath } from '../config-path.ts'
import type { Context } from '../context.ts'
import type { DataInputs } from './inputs.ts'

/** A dataset and the document that names it. */
export interface OpenedData {
  readonly dataset: Dataset
  readonly document: DatasetDocument | undefined
  /** Digest of `dataset.json` where there is one. */
  readonly sha256: string | undefined
}

type Rows = Pick<DataSource, 'empty'>

/** Opens the data a stage was given, or that the configuration names. @throws InputError where there is none, or no row */
export async function openSource(inputs: DataInputs, context: Context, rows: Rows = {}): Promise<Dataset> {
  return openDataset(await sourceOf(inputs, context, rows), context.services)
}

/** The same as soon as its rows can be asked for. */
export async function openSourceEarly(inputs: DataInputs, context: Context, rows: Rows = {}): Promise<Opened> {
  return openEarly(await sourceOf(inputs, context, rows), context.services)
}

async function sourceOf(inputs: DataInputs, context: Context, rows: Rows): Promise<DataSource> {
  if (inputs.data === undefined) await reproduceData(context)
  return { ...dataSource(inputs, context), ...rows }
}

/** Lets DVC make the data first, where the configuration asks for it. */
async function reproduceData({ config, services }: Context): Promise<void> {
  const { repro: stages, push = false } = config.data?.dvc ?? {}
  if (stages !== undefined) await reproduce(config.folder, { stages, push }, services)
}

/** Opens what `dataset.json` speaks of and verifies it: bytes, types and split. @throws InputError naming both digests */
export async function reopenSource(datasetFile: string, context: Context): Promise<OpenedData> {
  const { document, sha256 } = await readDocument('dataset', datasetFile)
  return { dataset: await reopenDataset(document, context.config.folder, context.services), document, sha256 }
}

function dataSource(inputs: DataInputs, context: Context): DataSource {
  const { config } = context
  const named = config.data
  const relative = (names: readonly string[]) => names.map((name) => relativePath(config, name))
  const train = inputs.data ? relative(inputs.data) : named?.train
  if (train === undefined) {
    throw new InputError('no data', {
      at: { file: 'inputs', key: 'data' },
      remedy: 'Give a table by the input data, or name one in trainyard.yml: data.train.',
    })
  }
  return {
    base: config.folder,
    train,
    ...present('validation', inputs.data ? undefined : named?.validation),
    ...present('test', inputs.test ? relative(inputs.test) : inputs.data ? undefined : named?.test),
    ...present('target', inputs.target),
    ...present('id', inputs.id),
    ...present('time', inputs.time),
    ...present('weight', named?.weight),
    ...present('ignore', inputs.ignore),
    types: pinnedTypes(named),
    ...present('split', named?.split),
    ...present('dvc', named?.dvc),
  }
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value })
}

function pinnedTypes(data: DataConfig | undefined): Readonly<Record<string, ColumnType>> {
  const entries = Object.entries(data?.types ?? {}).flatMap(([name, written]) => {
    const type = columnTypes.find((known) => known === written)
    return type === undefined ? [] : [[name, type] as const]
  })
  return Object.fromEntries(entries)
}

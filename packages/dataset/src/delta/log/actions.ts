import { broken, type TablePlace } from '../place.ts'
import { asObject, type Fields, fieldsOf } from './fields.ts'

/** A file with rows of the table, as the log names it. */
export interface AddedFile {
  /** As written: a URI, still encoded. */
  readonly path: string
  /** By physical name. */
  readonly partitionValues: ReadonlyMap<string, string | null>
  readonly size: number
  readonly deletionVector?: DeletionVector
}

/** Where the numbers of a file's deleted rows are written. */
export interface DeletionVector {
  readonly storageType: string
  readonly pathOrInlineDv: string
  readonly offset?: number
  readonly sizeInBytes: number
  /** Rows it deletes. */
  readonly cardinality: number
}

export interface Protocol {
  readonly minReaderVersion: number
  readonly readerFeatures: readonly string[]
}

export interface Metadata {
  readonly id: string
  readonly provider: string
  /** JSON. */
  readonly schemaString: string
  readonly partitionColumns: readonly string[]
  readonly configuration: ReadonlyMap<string, string | null>
}

/** What this reader needs of a line of the log; all else is ignored, as the protocol asks. */
export type Action =
  | { readonly kind: 'add'; readonly file: AddedFile }
  | { readonly kind: 'remove'; readonly path: string; readonly deletionVector?: DeletionVector }
  | { readonly kind: 'metaData'; readonly metadata: Metadata }
  | { readonly kind: 'protocol'; readonly protocol: Protocol }
  /** Milliseconds since 1970. */
  | { readonly kind: 'commitInfo'; readonly time: number | undefined }
  | { readonly kind: 'sidecar'; readonly path: string; readonly size: number }
  | { readonly kind: 'checkpointMetadata'; readonly version: number }

/**
 * The actions of one line of the log, or of one row of a checkpoint.
 * @throws {InputError} for text that is no JSON object, and for actions whose fields are missing or of other types
 */
export function parseActions(line: string, place: TablePlace): Action[] {
  const held = asObject(json(line, place))
  if (!held) throw broken(place, 'this line of the log is no JSON object')
  return Object.entries(held).flatMap(([kind, value]) => {
    if (kind === 'commitInfo') return [{ kind, time: commitTime(asObject(value)) }]
    const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined
    return read && value !== null ? [read(fieldsOf(value, kind, place))] : []
  })
}

function json(line: string, place: TablePlace): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw broken(place, 'this line of the log is no JSON, or cut', { cause })
  }
}

const readers: Readonly<Record<string, (fields: Fields) => Action>> = {
  add: (fields) => ({ kind: 'add', file: addedFile(fields) }),
  remove: (fields) => ({ kind: 'remove', path: fields.text('path'), ...deletionVector(fields) }),
  metaData: (fields) => ({ kind: 'metaData', metadata: metadata(fields) }),
  protocol: (fields) => ({ kind: 'protocol', protocol: protocol(fields) }),
  sidecar: (fields) => ({ kind: 'sidecar', path: fields.text('path'), size: fields.whole('sizeInBytes') }),
  checkpointMetadata: (fields) => ({ kind: 'checkpointMetadata', version: fields.whole('version') }),
}

/** Writers may put anything into commitInfo. */
function commitTime(info: Readonly<Record<string, unknown>> = {}): number | undefined {
  return [info['inCommitTimestamp'], info['timestamp']]
    .filter((time) => typeof time === 'number')
    .find(Number.isSafeInteger)
}

function addedFile(fields: Fields): AddedFile {
  return {
    path: fields.text('path'),
    partitionValues: fields.texts('partitionValues'),
    size: fields.whole('size'),
    ...deletionVector(fields),
  }
}

function deletionVector(fields: Fields): { readonly deletionVector?: DeletionVector } {
  const vector = fields.inner('deletionVector')
  if (!vector) return {}
  const offset = vector.wholeOrNone('offset')
  return {
    deletionVector: {
      storageType: vector.text('storageType'),
      pathOrInlineDv: vector.text('pathOrInlineDv'),
      ...(offset !== undefined && { offset }),
      sizeInBytes: vector.whole('sizeInBytes'),
      cardinality: vector.whole('cardinality'),
    },
  }
}

function metadata(fields: Fields): Metadata {
  return {
    id: fields.text('id'),
    provider: fields.inner('format')?.textOrNone('provider') ?? 'parquet',
    schemaString: fields.text('schemaString'),
    partitionColumns: fields.names('partitionColumns') ?? [],
    configuration: fields.inner('configuration') ? fields.texts('configuration') : new Map(),
  }
}

function protocol(fields: Fields): Protocol {
  return {
    minReaderVersion: fields.whole('minReaderVersion'),
    readerFeatures: fields.names('readerFeatures') ?? [],
  }
}

/** Tells apart the deletion vectors that a file had one after the other. */
export function vectorId(vector: DeletionVector | undefined): string {
  if (!vector) return ''
  const { storageType, pathOrInlineDv, offset } = vector
  return `${storageType}${pathOrInlineDv}${offset === undefined ? '' : `@${offset}`}`
}

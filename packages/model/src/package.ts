import { copyFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import {
  expectDigest,
  type ModelDocument,
  newDocument,
  readDocument,
  type Signature,
  type Subject,
  writeDocument,
} from '@trainyard/evidence'
import { type OnnxInfo, readOnnx } from '@trainyard/onnx'
import { type Clock, InputError, isCode, replaceAtomic, sha256 } from '@trainyard/ports'
import { inferSignature } from './signature.ts'
import type { ModelPackage } from './types.ts'

export interface PackageRequest {
  /** Path of the model to take in. */
  readonly onnx: string
  /** What errors call it, where its path says nothing to the user. */
  readonly shown?: string
  readonly name: string
  /** Left out: read from the graph. */
  readonly signature?: Signature
  /** What made the model, such as `scikit-learn 1.9.1`; left out: the file's own producer. */
  readonly framework?: string
  /** Digest of the dataset it was trained on. */
  readonly dataset?: string
  readonly inputs?: readonly Subject[]
  readonly clock: Clock
}

/**
 * Writes the folder `model/`: `model.onnx` and `model.json`, both or neither.
 * @throws InputError where the file is no ONNX model, or its inputs and outputs are not those of the signature
 */
export async function packageModel(request: PackageRequest, folder: string): Promise<ModelPackage> {
  const document = await describe(request)
  await replaceAtomic(folder, async (temporary) => {
    await mkdir(temporary)
    await copyFile(request.onnx, path.join(temporary, 'model.onnx'))
    await writeDocument(path.join(temporary, 'model.json'), document)
  })
  return readModelPackage(folder)
}

/**
 * Opens a folder that `packageModel` wrote.
 * @throws InputError where a file is missing, or `model.onnx` does not hash to what `model.json` says
 */
export async function readModelPackage(folder: string): Promise<ModelPackage> {
  const onnx = path.join(folder, 'model.onnx')
  const file = path.join(folder, 'model.json')
  const { document } = await readDocument('model', file)
  const actual = sha256(await readModelFile(onnx))
  expectDigest({ what: onnx, expected: document.sha256, actual, recordedIn: file })
  return { folder, onnx, document }
}

/**
 * A bare ONNX file as a model package: what goes in and what comes out is read from its graph.
 * @throws InputError where the file is no ONNX model over the rows of a table
 */
export async function modelFromOnnx(file: string, { clock, labels }: BareModel): Promise<ModelPackage> {
  const document = await describe({ onnx: file, name: path.parse(file).name, clock, ...(labels && { labels }) })
  return { folder: path.dirname(file), onnx: file, document }
}

interface BareModel {
  readonly clock: Clock
  /** Columns of the labels, where a row is known to have several. */
  readonly labels?: readonly string[]
}

async function describe(request: PackageRequest & Pick<BareModel, 'labels'>): Promise<ModelDocument> {
  const { onnx, shown = onnx } = request
  const bytes = await readModelFile(onnx)
  const info = readOnnx(bytes, shown)
  const signature = request.signature ?? inferSignature(info, shown, request.labels)
  checkSignature(signature, info, shown)
  const digest = sha256(bytes)
  const body = {
    name: request.name,
    signature,
    framework: request.framework ?? producer(info),
    opset: info.opset,
    irVersion: info.irVersion,
    bytes: bytes.length,
    sha256: digest,
    ...(request.dataset && { dataset: request.dataset }),
  }
  return newDocument('model', body, {
    clock: request.clock,
    subjects: [{ kind: 'model', name: 'model.onnx', sha256: digest }],
    inputs: request.inputs ?? [],
    verdict: 'pass',
    reason: `${signature.inputs.length} inputs, ${signature.outputs.length} outputs, ${bytes.length} bytes`,
  })
}

async function readModelFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EISDIR')) throw error
    throw new InputError(`no such model: ${file}`, { at: { file }, cause: error })
  }
}

function checkSignature(signature: Signature, info: OnnxInfo, file: string): void {
  const problems = (['inputs', 'outputs'] as const).flatMap((side) => {
    const there = new Set(info[side].map(({ name }) => name))
    return signature[side].filter(({ name }) => !there.has(name)).map(({ name }) => ({ side, name }))
  })
  if (problems.length === 0) return
  throw new InputError(
    problems.map(({ side, name }) => ({
      message: `the signature names '${name}' among the ${side}, the graph does not`,
      at: { file },
    })),
  )
}

function producer({ producer: { name, version } }: OnnxInfo): string {
  return [name, version].filter((part) => part !== '').join(' ') || 'unknown'
}

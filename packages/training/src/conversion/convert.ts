import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ExecResult, FaultError, InputError, isCode } from '@trainyard/ports'
import { faultOf } from '../command/ending.ts'
import { determinism, filteredEnvironment } from '../command/environment.ts'
import type { Interpreter } from '../command/interpreter.ts'
import { outOfMemoryKills, tellsOfMemory } from '../command/memory.ts'
import { boundedOutput } from '../command/output.ts'
import type { TrainRequest, TrainServices } from '../types.ts'
import { type Converted, isConverted, isProblem } from './answer.ts'
import type { Left } from './left.ts'
import { converterFolder } from './place.ts'

/** Everything that the converter is told, beside the files that it writes. */
export interface ConversionRequest extends Left {
  readonly interpreter: Interpreter
  /** Folder of our own, where the request and what comes of it are written. */
  readonly work: string
  readonly columns: readonly { readonly name: string; readonly type: string; readonly role: string }[]
  readonly features?: readonly string[] | undefined
  /** Classes in their order; undefined where the target is a number. */
  readonly classes?: readonly string[] | undefined
  /** Labels of which a row may have several, in the order of the answers; undefined where it has one. */
  readonly labels?: readonly string[] | undefined
  /** Rows that the original is asked for, one JSON object of columns a line. */
  readonly rows: string
}

/** Nothing is written beside the converter, and TensorFlow tells of errors alone. */
const quiet = { PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', TF_CPP_MIN_LOG_LEVEL: '2' }
const ownConversion = 'Convert it in train.py, and leave model.onnx.'

/**
 * Lets the user's own Python convert the model, where no ONNX file was left, and answer the rows.
 * @throws InputError where a package is missing, the model cannot be read, converted or asked
 */
export async function convert(
  request: ConversionRequest,
  trained: TrainRequest,
  services: TrainServices,
): Promise<Converted & { readonly answers: string; readonly onnx: string }> {
  const { work, interpreter, original, onnx = path.join(work, 'model.onnx') } = request
  const files = { answers: path.join(work, 'answers.jsonl'), result: path.join(work, 'result.json') }
  const told = {
    ...files,
    original: original?.file,
    format: original?.format,
    rows: request.rows,
    columns: request.columns,
    features: request.features,
    classes: request.classes,
    labels: request.labels,
    paths: interpreter.paths,
    onnx: request.onnx === undefined ? onnx : undefined,
  }
  const file = path.join(work, 'request.json')
  await writeFile(file, JSON.stringify(told))
  await runConverter(interpreter, file, trained, services)
  return { ...(await readResult(files.result)), answers: files.answers, onnx }
}

async function runConverter(
  { words: [python = '', ...first] }: Interpreter,
  file: string,
  { folder, env, seed, timeoutMs }: TrainRequest,
  { exec, log, env: inherited, dist }: TrainServices,
): Promise<void> {
  const output = boundedOutput({ info: (line) => log.debug(line), warning: (line) => log.debug(line) })
  const environment = { ...filteredEnvironment(inherited, env), ...determinism({ seed, threads: 1 }), ...quiet }
  const limits = { keep: 1_000, endLeftovers: true, ...(timeoutMs !== undefined && { timeoutMs }) }
  const killsBefore = await outOfMemoryKills()
  const result: ExecResult = await exec
    .run(python, [...first, await converterFolder(dist), file], {
      cwd: folder,
      env: environment,
      onLine: output.take,
      ...limits,
    })
    .catch((error: unknown) => {
      throw noPython(python, error)
    })
  const outOfMemory = (await outOfMemoryKills()) !== killsBefore
  const fault = faultOf({ ...result, timeoutMs, outOfMemory, toldOfMemory: tellsOfMemory(output.last()) })
  if (fault === undefined) return
  throw new InputError(
    [`the conversion of the model ${fault}`, ...output.last().map((line) => `  ${line}`)].join('\n'),
    {
      at: { file: 'trainyard.yml', key: 'train.run' },
      remedy: ownConversion,
    },
  )
}

function noPython(python: string, cause: unknown): Error {
  if (cause instanceof InputError || isCode(cause, 'ENOENT'))
    return new InputError(`no such program: ${python}, and the model must be converted by Python`, {
      at: { file: 'trainyard.yml', key: 'train.python' },
      remedy: 'Name the Python that has the packages of the model, or let the command leave model.onnx.',
      cause,
    })
  return new FaultError(`${python} could not be started`, { cause })
}

async function readResult(file: string): Promise<Converted> {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'))
  if (isProblem(value))
    throw new InputError(value.problem, { at: { file: 'trainyard.yml', key: 'train.run' }, remedy: value.remedy })
  if (isConverted(value)) return value
  throw new FaultError('the converter gave an answer that it cannot give')
}

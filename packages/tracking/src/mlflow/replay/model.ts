import { readDocument, type Signature } from '@trainyard/evidence'
import { type ArtifactPlace, proxyOf } from '../artifacts/place.ts'
import { putFiles } from '../artifacts/transfer.ts'
import { createLoggedModel, finishLoggedModel, getLoggedModel, type LoggedModel } from '../models/logged.ts'
import { mlmodelFiles } from '../models/mlmodel.ts'
import { serverVersion } from '../rest/info.ts'
import { getRun } from '../rest/runs.ts'
import type { MlflowServer } from '../rest/server.ts'
import type { SpooledFile } from '../spool/entries.ts'
import { keptFile, type Spool } from '../spool/spool.ts'
import { digestTag } from '../tags.ts'
import { placeOf, runOf, type Sending } from './sending.ts'
import { putTexts, sources } from './sources.ts'

const folder = 'model/'

/** Whether a file belongs to the model of its run. */
export function inModelFolder({ file }: Pick<SpooledFile, 'file'>): boolean {
  return file.startsWith(folder)
}

/** A place and the name that a file has there. */
export interface Placed {
  readonly place: ArtifactPlace
  readonly file: string
}

/** Sends files of the model's folder, and with `model.onnx` all that makes the folder a model of MLflow. */
export async function sendModel(files: readonly SpooledFile[], sending: Sending): Promise<void> {
  if (files.length === 0) return
  const onnx = files.find(({ file }) => file === `${folder}model.onnx`)
  const logged = onnx ? await beginModel(onnx, sending) : await modelOf(sending.sender.server, runOf(sending))
  const target = logged?.place ?? placeOf(sending)
  const named = logged ? files.map((file) => ({ ...file, file: file.file.slice(folder.length) })) : files
  await putFiles(sending.sender.server, target, sources(sending.spool, named))
  if (logged && !isReadable(sending.sender.server, logged))
    await putFiles(sending.sender.server, placeOf(sending), sources(sending.spool, files))
  if (onnx) await describe(onnx, files, logged, sending)
  if (logged && onnx) await finishLoggedModel(sending.sender.server, runOf(sending), logged)
}

function beginModel({ sha256 }: SpooledFile, sending: Sending): Promise<LoggedModel | undefined> {
  const { experiment = '' } = sending.sent
  const tags = { [digestTag]: sha256 }
  const model = { name: 'model', experiment, run: runOf(sending), params: {}, tags, mark: digestTag }
  return createLoggedModel(sending.sender.server, model)
}

async function describe(
  { bytes }: SpooledFile,
  files: readonly SpooledFile[],
  logged: LoggedModel | undefined,
  sending: Sending,
): Promise<void> {
  const { server, services } = sending.sender
  const place = logged?.place ?? placeOf(sending)
  const signature = await signatureOf(files, sending.spool)
  const texts = await mlmodelFiles({
    run: runOf(sending),
    location: logged ? place.uri : folder.slice(0, -1),
    bytes,
    mlflowVersion: (await serverVersion(server)) ?? '3.17.2',
    createdAt: services.clock.now(),
    ...(logged && { id: logged.id }),
    ...(signature && { signature }),
  })
  const prefix = logged ? '' : folder
  await putTexts(sending, place, new Map([...texts].map(([name, text]) => [`${prefix}${name}`, text])))
}

async function signatureOf(files: readonly SpooledFile[], spool: Spool): Promise<Signature | undefined> {
  const found = files.find(({ file }) => file === `${folder}model.json`)
  if (found === undefined) return undefined
  return (await readDocument('model', keptFile(spool, found.sha256))).document.signature
}

/** The model that a run logged; undefined where it logged none, or the server is older than MLflow 3. */
async function modelOf(server: MlflowServer, run: string): Promise<LoggedModel | undefined> {
  const id = (await getRun(server, run))?.models.at(-1)
  return id === undefined ? undefined : getLoggedModel(server, id)
}

/** A server that does not pass files on signs addresses to read the files of a run, and none for those of a logged model. */
function isReadable(server: MlflowServer, { place }: LoggedModel): boolean {
  return proxyOf(server, place) !== undefined
}

/** Where a file of a run can be read: files of the model's folder with the logged model, where there is one. */
export async function placeOfFile(
  server: MlflowServer,
  run: string,
  place: ArtifactPlace,
  file: string,
): Promise<Placed> {
  const logged = inModelFolder({ file }) ? await modelOf(server, run) : undefined
  return logged && isReadable(server, logged)
    ? { place: logged.place, file: file.slice(folder.length) }
    : { place, file }
}

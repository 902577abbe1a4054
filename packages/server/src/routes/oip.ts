import { toolVersion } from '@trainyard/evidence'
import { answeredOutputs, outputTensors, tensorMetadata } from '../answers.ts'
import { RequestError } from '../errors.ts'
import { parseJson } from '../http/json.ts'
import type { Answer, Call, Route } from '../http/routes.ts'
import { checkTable } from '../input/check.ts'
import { oipRequest } from '../input/oip.ts'
import type { Service } from '../service.ts'

/** Open Inference Protocol, version 2, REST. */
export function oipRoutes(service: Service): Route[] {
  const errors = 'oip'
  const model = ['/v2/models/{model}', '/v2/models/{model}/versions/{version}']
  return [
    { method: 'GET', path: '/v2', errors, handle: () => ({ body: serverMetadata }) },
    ...model.flatMap((path): Route[] => [
      { method: 'GET', path, errors, handle: (call) => metadata(service, call) },
      { method: 'GET', path: `${path}/ready`, errors, handle: (call) => modelReady(service, call) },
      { method: 'POST', path: `${path}/infer`, errors, handle: (call) => infer(service, call) },
    ]),
  ]
}

const serverMetadata = { name: 'trainyard', version: toolVersion, extensions: [] }

function metadata(service: Service, call: Call): Answer {
  checkModel(service, call)
  const { name, signature } = service.document
  const inputs = signature.inputs.map(tensorMetadata)
  const outputs = answeredOutputs(signature).map(tensorMetadata)
  return { body: { name, versions: [service.version], platform: 'onnx_onnxv1', inputs, outputs } }
}

function modelReady(service: Service, call: Call): Answer {
  checkModel(service, call)
  const ready = service.state() === 'ready'
  return { status: ready ? 200 : 503, body: { name: service.document.name, ready } }
}

async function infer(service: Service, call: Call): Promise<Answer> {
  checkModel(service, call)
  if (call.headers['inference-header-content-length'] !== undefined)
    throw new RequestError(415, 'binary tensors are not supported: send the data as JSON')
  const { name, signature } = service.document
  const request = oipRequest(parseJson(await call.body()), signature)
  const batch = checkTable(request.table, service.columns)
  const predictions = await service.predict(batch, request.id ?? call.id)
  const outputs = outputTensors(signature, predictions, request.outputs)
  const id = request.id === undefined ? {} : { id: request.id }
  return { body: { model_name: name, model_version: service.version, ...id, outputs } }
}

/** @throws RequestError 404 for another model, or another version of it */
function checkModel({ document, version }: Service, { params }: Call): void {
  if (params['model'] !== document.name) throw new RequestError(404, `no such model. This server has ${document.name}.`)
  const asked = params['version']
  if (asked !== undefined && asked !== version && asked !== document.sha256)
    throw new RequestError(404, `no such version. This server has ${version}.`)
}

import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createMetrics } from '../metrics.ts'
import { streamLog } from '../prediction-log.ts'
import { createService, type Service } from '../service.ts'
import { doorGraph, openTestModel, sumGraph, type TestModel } from '../testing/model.ts'
import { createServer } from './server.ts'

const now = new Date('2026-01-31T12:00:00Z')

interface Running {
  readonly service: Service
  readonly url: string
  readonly logged: string[]
  readonly faults: string[]
  close(): Promise<void>
}

async function start({ model, predictor }: TestModel): Promise<Running> {
  const logged: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      logged.push(...String(chunk).trim().split('\n'))
      done()
    },
  })
  const log = streamLog(stream, { onDropped: () => undefined }, true)
  const metrics = createMetrics()
  const service = createService({ predictor, document: model.document, metrics, clock: { now: () => now }, log })
  const faults: string[] = []
  const server = createServer({
    service,
    maxBodyBytes: 100_000,
    onFault: (fault) => faults.push(fault),
    headersTimeoutMs: 500,
  })
  const url = await listen(server)
  return { service, url, logged, faults, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

const json = { 'content-type': 'application/json' }
const tensor = (name: string, datatype: string, data: readonly unknown[], shape = [data.length]) => ({
  name,
  datatype,
  shape,
  data,
})

describe('the server of a classifier', () => {
  let model: TestModel
  let running: Running
  beforeAll(async () => {
    model = await openTestModel(doorGraph)
    running = await start(model)
  })
  afterAll(async () => {
    await running.close()
    await model.close()
  })

  const get = async (path: string) => fetch(`${running.url}${path}`)
  const post = async (path: string, body: unknown, headers: Record<string, string> = json) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${running.url}${path}`, { method: 'POST', body: text, headers })
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
  }
  const rows = (...list: readonly unknown[][]) => ({ instances: list })

  test('is live at once, and ready after its first run', async () => {
    for (const path of ['/v2/health/live', '/healthz', '/'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    for (const path of ['/v2/health/ready', '/ping', '/health', '/v2/models/door/ready'])
      expect([path, (await get(path)).status]).toEqual([path, 503])
    expect(await post('/invocations', rows([1, 2, true, 'hall']))).toMatchObject({ status: 503 })
    await running.service.warmUp()
    for (const path of ['/v2/health/ready', '/ping', '/health', '/v2/models/door/ready'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
  })

  test('describes itself and its model', async () => {
    expect(await (await get('/v2')).json()).toMatchObject({
      name: 'trainyard',
      version: expect.any(String),
      extensions: [],
    })
    const metadata = await (await get('/v2/models/door')).json()
    expect(metadata).toEqual({
      name: 'door',
      versions: [running.service.version],
      platform: 'onnx_onnxv1',
      inputs: [
        { name: 'length', datatype: 'FP64', shape: [-1, 1] },
        { name: 'count', datatype: 'INT64', shape: [-1, 1] },
        { name: 'open', datatype: 'BOOL', shape: [-1, 1] },
        { name: 'place', datatype: 'BYTES', shape: [-1, 1] },
      ],
      outputs: [
        { name: 'label', datatype: 'BYTES', shape: [-1] },
        { name: 'probabilities', datatype: 'FP32', shape: [-1, 2] },
      ],
    })
    expect((await get(`/v2/models/door/versions/${running.service.version}`)).status).toBe(200)
    expect((await get('/v2/models/door/versions/9')).status).toBe(404)
  })

  const inputs = [
    tensor('length', 'FP64', [[8.5], [null]], [2, 1]),
    tensor('count', 'INT32', [3, 0]),
    tensor('open', 'BOOL', [true, false]),
    tensor('place', 'BYTES', ['hall', null]),
  ]

  test('answers the Open Inference Protocol, flat and nested, and echoes the id', async () => {
    const { status, body } = await post('/v2/models/door/infer', { id: 'r-1', inputs })
    expect(status).toBe(200)
    expect(body).toMatchObject({ model_name: 'door', model_version: running.service.version, id: 'r-1' })
    const [label, probabilities] = body.outputs
    expect(label).toEqual(tensor('label', 'BYTES', ['yes', 'no']))
    expect(probabilities).toMatchObject({ name: 'probabilities', datatype: 'FP32', shape: [2, 2] })
    // Independently: softmax over (2 − s/4, −1 + s/2) with s = 8.5 + 3 + 1 + 1 and s = 3.
    const yes = (sum: number) => 1 / (1 + Math.exp(3 - 0.75 * sum))
    const expected = [1 - yes(13.5), yes(13.5), 1 - yes(3), yes(3)]
    for (const [index, value] of expected.entries()) expect(probabilities.data[index]).toBeCloseTo(value, 6)
  })

  test('gives only the outputs that were asked for', async () => {
    const { body } = await post('/v2/models/door/infer', { inputs, outputs: [{ name: 'probabilities' }] })
    expect(body.outputs.map(({ name }: { name: string }) => name)).toEqual(['probabilities'])
    const wrong = await post('/v2/models/door/infer', { inputs, outputs: [{ name: 'probability' }] })
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: 'unknown output probability. Did you mean probabilities?' },
    })
  })

  test('writes each answered row into the prediction log', async () => {
    running.logged.length = 0
    await post('/v2/models/door/infer', { id: 'r-2', inputs })
    await post('/invocations', rows([8.5, 3, true, 'hall']), { ...json, 'x-request-id': 'single' })
    const lines = running.logged.map((line) => JSON.parse(line))
    expect(lines.map(({ id }) => id)).toEqual(['r-2-1', 'r-2-2', 'single'])
    expect(lines[1]).toEqual({
      time: '2026-01-31T12:00:00.000Z',
      id: 'r-2-2',
      model: running.service.document.sha256,
      inputs: { length: null, count: 0, open: false, place: null },
      label: 'no',
      prediction: null,
      probabilities: { no: expect.closeTo(0.679, 3), yes: expect.closeTo(0.321, 3) },
    })
  })

  const yesNo = { predictions: ['yes', 'no'] }
  const record = (length: unknown, count: unknown, open: unknown, place: unknown) => ({ length, count, open, place })
  test.each([
    [
      'dataframe_split',
      {
        columns: ['place', 'open', 'count', 'length'],
        data: [
          ['hall', true, 3, 8.5],
          [null, false, 0, null],
        ],
      },
    ],
    ['dataframe_records', [record(8.5, 3, true, 'hall'), record(null, 0, false, null)]],
    ['instances', [record(8.5, 3, 1, 'hall'), record(null, 0, 0, null)]],
    [
      'instances',
      [
        [8.5, 3, true, 'hall'],
        [null, 0, false, null],
      ],
    ],
    [
      'inputs',
      [
        [8.5, 3, true, 'hall'],
        [null, 0, false, null],
      ],
    ],
    ['inputs', { length: [8.5, null], count: [[3], [0]], open: [true, false], place: ['hall', null] }],
  ])("takes MLflow's %s", async (form, table) => {
    expect(await post('/invocations', { [form]: table })).toMatchObject({ status: 200, body: yesNo })
  })

  test.each([
    ['text/csv', 'length,count,open,place\n8.5,3,true,hall\n,0,false,\n'],
    ['text/csv; charset=utf-8', 'place,open,count,length\r\n"hall",1,3,8.5\r\n"",0,0,NaN'],
    ['text/csv; header=absent', '8.5,3,True,hall\nNA,0,False,'],
  ])('takes %s', async (type, csv) => {
    expect(await post('/invocations', csv, { 'content-type': type })).toMatchObject({ status: 200, body: yesNo })
  })

  test.each([
    [
      'a wrong value, by row and field',
      rows([1, 1, true, 'x'], [1, 1, true, 'x'], ['abc', 1, true, 'x']),
      'row 3, field length: expected a number, got "abc"',
    ],
    [
      'several wrong values',
      rows([{}, 1.5, 'maybe', 7]),
      'row 1, field length: expected a number, got an object; row 1, field count: expected a whole number, got 1.5; row 1, field open: expected true or false, got "maybe"; row 1, field place: expected text, got 7',
    ],
    [
      'a missing value where none may be',
      rows([1, null, true, 'x']),
      'row 1, field count: expected a whole number, and this column takes no missing value',
    ],
    [
      'a number beyond JSON',
      '{"instances": [[1e999, 1, true, "x"]]}',
      'row 1, field length: expected a number, got null',
    ],
    [
      'an unsafe whole number',
      '{"instances": [[1, 9007199254740993, true, "x"]]}',
      'row 1, field count: expected a whole number, got 9007199254740992',
    ],
    [
      'an unknown field',
      { instances: [{ ...record(1, 1, true, 'x'), lenght: 2 }] },
      'row 1, field lenght: unknown. Did you mean length?',
    ],
    ['a missing field', { dataframe_records: [{ length: 1, count: 1, open: true }] }, 'row 1, field place: missing'],
    ['missing columns', { inputs: { length: [1] } }, 'field count: missing; field open: missing; field place: missing'],
    [
      'columns of unequal length',
      { inputs: { ...record([1], [1, 2], [true], ['x']) } },
      'inputs.count: 2 values where inputs.length has 1',
    ],
    ['a short row', rows([1, 2]), 'instances, row 1: expected 4 values, got 2'],
    ['no rows', rows(), 'the request has no rows'],
    [
      'two forms',
      { instances: [], inputs: [] },
      'the body must have exactly one of dataframe_split, dataframe_records, instances, inputs; it has instances and inputs',
    ],
    ['no form', { data: [] }, 'it has none'],
    ['a stray key', { instances: [], param: {} }, 'field param: unknown. Did you mean params?'],
    ['parameters', { instances: [], params: { temperature: 1 } }, 'params: this model takes none'],
    ['a bare list', [1, 2], 'the body must be an object'],
    ['broken JSON', '{"instances": [1,}', 'the body is not JSON: unexpected "}" at line 1, column 18'],
    [
      'a bomb of brackets',
      `{"instances": ${'['.repeat(40_000)}${']'.repeat(40_000)}}`,
      'instances, row 1: expected 4 values, got 1',
    ],
    [
      'nested values',
      `{"instances": [[${'['.repeat(40_000)}${']'.repeat(40_000)}, 1, true, "x"]]}`,
      'row 1, field length: expected a number, got a list',
    ],
  ])('refuses %s', async (_what, body, message) => {
    const answer = await post('/invocations', body)
    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 'BAD_REQUEST', message: expect.stringContaining(message) },
    })
    expect(Object.keys(answer.body)).toEqual(['error_code', 'message'])
  })

  test.each([
    ['an unknown tensor', [tensor('lenght', 'FP64', [1])], 'inputs[0], field lenght: unknown. Did you mean length?'],
    ['a missing tensor', inputs.slice(1), 'field length: missing'],
    [
      'a wrong shape',
      [tensor('length', 'FP64', [1, 2], [3]), ...inputs.slice(1)],
      'input length: the shape [3] has 3 values, data has 2',
    ],
    [
      'a hostile shape',
      [tensor('length', 'FP64', [1], [2 ** 60])],
      'input length: shape: expected one or two whole numbers',
    ],
    ['an unknown datatype', [tensor('length', 'FP63', [1])], 'input length: unknown datatype'],
    ['a number for text', [tensor('place', 'FP64', [1])], 'input place: expected the datatype BYTES, got FP64'],
    [
      'unequal rows',
      [tensor('length', 'FP64', [1]), ...inputs.slice(1)],
      'input count: 2 rows where input length has 1',
    ],
    ['the same tensor twice', [...inputs, ...inputs], 'inputs: a tensor is named twice'],
    [
      'data nested too deep',
      [tensor('length', 'FP64', [[[1]], [[2]]], [2, 1]), ...inputs.slice(1)],
      'row 1, field length: expected a number, got a list',
    ],
    [
      'a wrong value',
      [tensor('length', 'FP64', ['a', 1]), ...inputs.slice(1)],
      'row 1, field length: expected a number, got "a"',
    ],
    ['no list', 7, 'inputs: expected a list of tensors'],
  ])('refuses %s in a tensor request', async (_what, list, message) => {
    const answer = await post('/v2/models/door/infer', { inputs: list })
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining(message) } })
  })

  test.each([
    ['POST', '/invocations', 'application/xml', 415],
    ['POST', '/invocations', 'application/json; charset=latin1', 415],
    ['DELETE', '/invocations', 'application/json', 405],
    ['GET', '/invocations', '', 405],
    ['POST', '/v2/health/live', 'application/json', 405],
    ['GET', '/nope', '', 404],
    ['GET', '/v2/models/other', '', 404],
    ['GET', '/v2/models/%ff', '', 400],
  ])('%s %s %s is %d, with a reason', async (method, path, type, status) => {
    const body = method === 'POST' ? '{}' : null
    const response = await fetch(`${running.url}${path}`, { method, body, headers: { 'content-type': type } })
    const answer = await response.text()
    expect([response.status, answer]).toEqual([status, expect.stringMatching(/"(error|message)":"[^"]{8,}/)])
  })

  test('a body that is too large is 413, announced or not', async () => {
    const large = 'x'.repeat(200_000)
    expect(await post('/invocations', large)).toMatchObject({ status: 413, body: { error_code: 'REQUEST_TOO_LARGE' } })
    const streamed = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(50_000))),
    })
    const options = { method: 'POST', body: streamed, headers: json, duplex: 'half' } as const
    const response = await fetch(`${running.url}/invocations`, options)
    expect(response.status).toBe(413)
  })

  test('a caller who sends no end of a request is cut off', async () => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    socket.write('POST /invocations HTTP/1.1\r\nhost: x\r\n')
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1.1 408/)
  }, 10_000)

  test('counts what it answered and what it refused', async () => {
    const text = await (await get('/metrics')).text()
    expect(text).toMatch(/^trainyard_predictions_total\{class="yes"\} \d+$/m)
    expect(text).toMatch(/^trainyard_rejected_inputs_total\{field="length"\} \d+$/m)
    expect(text).toMatch(/^trainyard_rejected_inputs_total\{field="unknown"\} \d+$/m)
    expect(text).toMatch(/^trainyard_requests_total\{method="POST",route="\/invocations",status="200"\} \d+$/m)
    expect(text).toMatch(/^trainyard_requests_in_flight 1$/m)
    expect(running.faults).toEqual([])
  })
})

test('a model over one matrix takes it whole or column by column', async () => {
  const model = await openTestModel(sumGraph)
  const running = await start(model)
  await running.service.warmUp()
  const infer = async (inputs: unknown) => {
    const options = { method: 'POST', body: JSON.stringify({ inputs }) }
    return (await fetch(`${running.url}/v2/models/sum/infer`, options)).json()
  }
  const outputs = [tensor('prediction', 'FP32', [8, 18], [2, 1])]
  expect(await infer([tensor('X', 'FP32', [1, 2, 3, 4], [2, 2])])).toMatchObject({ outputs })
  expect(
    await infer([
      tensor(
        'X',
        'FP32',
        [
          [1, 2],
          [3, 4],
        ],
        [2, 2],
      ),
    ]),
  ).toMatchObject({ outputs })
  expect(await infer([tensor('b', 'FP64', [2, 4]), tensor('a', 'INT64', [1, 3])])).toMatchObject({ outputs })
  const invoked = await fetch(`${running.url}/invocations`, {
    method: 'POST',
    headers: json,
    body: '{"instances":[[1,2]]}',
  })
  expect(await invoked.json()).toEqual({ predictions: [8] })
  await running.close()
  await model.close()
})

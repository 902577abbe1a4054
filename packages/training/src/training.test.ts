import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { type Dataset, openDataset } from '@trainyard/dataset'
import { type ModelPackage, openPredictorInProcess } from '@trainyard/model'
import { type Exec, type Services, seededRandom, sha256File } from '@trainyard/ports'
import { train } from './train.ts'
import type { TrainRequest } from './types.ts'

const require = createRequire(import.meta.url)
const folder = mkdtempSync(path.join(tmpdir(), 'training-'))
const opened: Dataset[] = []
afterAll(() => Promise.all(opened.map((dataset) => dataset.close())))

/** What the process that starts the command has; a command's environment is laid over it. */
const inherited = { PATH: process.env['PATH'], ACTIONS_RUNTIME_TOKEN: 'x', INPUT_TOKEN: 'x', SECRET: 'x', NAMED: 'yes' }

const exec: Exec = {
  run: (command, args, options = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: options.cwd,
        env: { ...inherited, ...options.env } as NodeJS.ProcessEnv,
        timeout: options.timeoutMs,
        killSignal: 'SIGTERM',
      })
      for (const stream of ['stdout', 'stderr'] as const)
        child[stream].on('data', (text) =>
          String(text)
            .trimEnd()
            .split('\n')
            .forEach((line) => {
              options.onLine?.(line, stream)
            }),
        )
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, stdout: '', stderr: '' }))
    }),
}
const log = {
  info: () => undefined,
  debug: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  progress: () => undefined,
  mask: () => undefined,
  group: <T>(_: string, work: () => Promise<T>) => work(),
}
const clock = { now: () => new Date(0), elapsed: () => 0, sleep: async () => undefined }
const services = {
  log,
  clock,
  exec,
  env: process.env,
  dist: folder,
  cwd: folder,
  toolCache: { root: folder },
  cache: { name: 'none', restore: async () => false, save: async () => undefined },
} as unknown as Services

let made = 0
async function table(lines: readonly string[], target: string): Promise<Dataset> {
  made += 1
  const file = path.join(folder, `data${made}.csv`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  const dataset = await openDataset({ base: folder, train: [path.basename(file)], target }, services)
  opened.push(dataset)
  return dataset
}

const open = (model: ModelPackage) => openPredictorInProcess(model, { runtime: require.resolve('onnxruntime-node') })

function request(dataset: Dataset, target: string, more: Partial<TrainRequest> = {}): TrainRequest {
  made += 1
  return {
    name: 'test',
    dataset,
    target,
    params: {},
    seed: 7,
    folder,
    env: [],
    out: path.join(folder, `model${made}`),
    datasetDigest: dataset.sha256,
    inputs: [],
    open,
    ...more,
  }
}

/** Two numbers, a colour in several scripts, a flag and a date; some of them missing. */
function rows(count: number, label: (x: number, colour: string) => string): string[] {
  const random = seededRandom(3)
  const colours = ['rot', 'grün', '青', 'a "b"', "o'c"]
  return Array.from({ length: count }, () => {
    const x = random() * 10
    const colour = colours[Math.floor(random() * colours.length)] ?? ''
    const shown = random() < 0.1 ? '' : x.toFixed(3)
    const quoted = random() < 0.1 ? '' : `"${colour.replaceAll('"', '""')}"`
    return [
      shown,
      2 ** 40 + Math.round(x * 1000),
      quoted,
      x > 5,
      `2024-01-${String(1 + Math.floor(x)).padStart(2, '0')}`,
      label(x, colour),
    ].join(',')
  })
}

const header = 'x,big,colour,flag,day,y'

describe('built-in', () => {
  test.each([['linear'], ['mlp']] as const)(
    '%s classes: learns, and ONNX Runtime answers as TensorFlow.js',
    async (model) => {
      const dataset = await table(
        [header, ...rows(300, (x, colour) => (x > 6 ? 'high' : colour === '青' ? 'blue' : 'low'))],
        'y',
      )
      const trained = await train(request(dataset, 'y', { params: { model, epochs: 40 } }), services)
      expect(trained.model.document.signature).toMatchObject({
        task: 'classification',
        classes: ['blue', 'high', 'low'],
        prediction: 'label',
        target: 'y',
      })
      const predictor = await open(trained.model)
      const [labels, answers]: [string[], string[]] = [[], []]
      for await (const batch of dataset.batches('test', ['x', 'big', 'colour', 'flag', 'day', 'y'])) {
        labels.push(...(batch.columns.get('y') as string[]))
        answers.push(...((await predictor.predict(batch)).labels ?? []))
      }
      await predictor.close()
      const right = labels.filter((label, at) => label === answers[at]).length
      expect(right / labels.length).toBeGreaterThan(0.85)
    },
    60_000,
  )

  test('a number: learns, and ONNX Runtime answers as TensorFlow.js', async () => {
    const dataset = await table([header, ...rows(300, (x) => (1000 + 50 * x).toFixed(2))], 'y')
    const trained = await train(request(dataset, 'y', { params: { epochs: 60 } }), services)
    expect(trained.model.document.signature).toMatchObject({ task: 'regression', prediction: 'prediction' })
    const losses = trained.metrics.filter(({ name }) => name === 'val_loss').map(({ value }) => value)
    expect(Math.min(...losses)).toBeLessThan(0.1)
  }, 60_000)

  test('the same seed gives the same bytes, another seed others', async () => {
    const dataset = await table([header, ...rows(120, (x) => (x > 5 ? 'a' : 'b'))], 'y')
    const digest = async (seed: number) =>
      sha256File((await train(request(dataset, 'y', { seed, params: { epochs: 3 } }), services)).model.onnx)
    const [first, second, other] = [await digest(1), await digest(1), await digest(2)]
    expect(second).toBe(first)
    expect(other).not.toBe(first)
  }, 60_000)

  test('rare classes count more with class_weight: balanced', async () => {
    const dataset = await table([header, ...rows(200, (x) => (x > 9 ? 'rare' : 'often'))], 'y')
    const digest = async (class_weight: string) =>
      sha256File((await train(request(dataset, 'y', { params: { epochs: 2, class_weight } }), services)).model.onnx)
    expect(await digest('balanced')).not.toBe(await digest('none'))
  }, 60_000)

  test('an unknown parameter is named with the nearest known', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))], 'y')
    await expect(train(request(dataset, 'y', { params: { hiden: 3, model: 'tree' } }), services)).rejects.toThrow(
      /Did you mean hidden[\s\S]*must be linear or mlp/,
    )
  })

  test('a single class cannot be learned', async () => {
    const dataset = await table([header, ...rows(40, () => 'a')], 'y')
    await expect(train(request(dataset, 'y'), services)).rejects.toThrow('only the class a')
  })
})

describe('a command', () => {
  const script = (body: string) => {
    made += 1
    const file = path.join(folder, `train${made}.sh`)
    writeFileSync(file, `#!/bin/sh\n${body}\n`)
    chmodSync(file, 0o755)
    return file
  }

  test('trains by the contract', async () => {
    const dataset = await table([header, ...rows(80, (x) => (x > 5 ? 'a' : 'b'))], 'y')
    const { model } = await train(request(dataset, 'y', { params: { epochs: 1 } }), services)
    const run =
      script(`test -s "$TRAINYARD_TRAIN" && test -s "$TRAINYARD_VALIDATION" && test "$TRAINYARD_PARAM_DEPTH" = 3 && test -z "$ACTIONS_RUNTIME_TOKEN$INPUT_TOKEN$SECRET" && test "$NAMED" = yes
echo '{"name":"loss","step":1,"value":0.5}' >> "$TRAINYARD_METRICS"
cp "${model.onnx}" "$TRAINYARD_OUT/model.onnx"`)
    const trained = await train(
      request(dataset, 'y', { run, params: { depth: 3 }, env: ['NAMED', 'ACTIONS_RUNTIME_TOKEN'] }),
      { ...services, env: inherited },
    )
    expect(trained.metrics).toEqual([{ name: 'loss', step: 1, value: 0.5 }])
    expect(trained.model.document.signature).toMatchObject({ task: 'classification', target: 'y', classes: ['a', 'b'] })
    expect(readFileSync(trained.model.onnx).equals(readFileSync(model.onnx))).toBe(true)
  }, 30_000)

  test.each([
    ['ends badly', 'echo out of luck; exit 3', 'exit code 3. Its last lines:\n  out of luck'],
    ['is killed', 'kill -9 $$', 'was killed (SIGKILL)'],
    ['leaves nothing', 'true', 'left no model'],
    ['leaves half a model', 'echo half > "$TRAINYARD_OUT/model.onnx"', 'model.onnx'],
    ['logs nonsense', 'echo "loss 3" >> "$TRAINYARD_METRICS"', 'TRAINYARD_METRICS:1'],
  ])('that %s is one clear error', async (_, body, message) => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))], 'y')
    await expect(train(request(dataset, 'y', { run: script(body) }), services)).rejects.toThrow(message)
  })

  test('that takes too long is stopped', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))], 'y')
    await expect(train(request(dataset, 'y', { run: 'sleep 30', timeoutMs: 300 }), services)).rejects.toThrow(
      'did not end within 0.3 s',
    )
  })

  test('that does not exist is named', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))], 'y')
    await expect(train(request(dataset, 'y', { run: 'no-such-python train.py' }), services)).rejects.toThrow(
      'no such command: no-such-python',
    )
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { FaultError, InputError } from '@trainyard/ports'
import type { Examination } from '../examine.ts'
import { examineInThread } from './thread.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'apart-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Labels lie where threads share them, as those of a model's answers do. */
const asked: Examination = {
  table: {
    task: 'regression',
    rows: 2,
    ids: ['a', 'b'],
    classes: [],
    labels: new Float64Array(new SharedArrayBuffer(16)),
    predictions: Float64Array.of(1, 2),
  },
  seed: 7,
  own: { gates: [], places: [], inconclusive: 'fail' },
}

let made = 0

/** Asks a worker with a mind of its own, and notes the progress that it tells of. */
async function ask(body: string) {
  made += 1
  const worker = path.join(folder, `worker-${made}.mjs`)
  writeFileSync(worker, `import { parentPort as port, workerData as asked } from 'node:worker_threads'\n${body}\n`)
  const lines: string[] = []
  const outcome = await examineInThread(asked, { worker, log: { progress: (line) => void lines.push(line) } }).catch(
    (error: unknown) => error,
  )
  return { outcome, lines }
}

test('progress is told as it comes, then there is the answer', async () => {
  const { outcome, lines } = await ask(`
    for (const line of ['one', 'two']) port.postMessage({ kind: 'progress', line })
    port.postMessage({ kind: 'examined', examined: { evaluation: { verdict: 'pass' } } })`)
  expect({ outcome, lines }).toEqual({ outcome: { evaluation: { verdict: 'pass' } }, lines: ['one', 'two'] })
})

test('what is asked arrives whole but for the ids, and shared numbers are not copied', async () => {
  const { outcome } = await ask(`
    const { table, ...rest } = asked
    table.labels[1] = 42
    port.postMessage({ kind: 'examined', examined: { ...rest, ids: table.ids, predictions: [...table.predictions] } })`)
  expect(outcome).toEqual({ seed: 7, own: asked.own, ids: [], predictions: [1, 2] })
  expect([...asked.table.labels]).toEqual([0, 42])
})

test('what the user can mend is told as in the calling thread', async () => {
  const problem = { message: "unknown metric 'acuracy'", at: { file: 'rules.yml', line: 3 }, remedy: 'Write accuracy.' }
  const { outcome } = await ask(`port.postMessage({ kind: 'refused', problems: [${JSON.stringify(problem)}] })`)
  expect(outcome).toBeInstanceOf(InputError)
  expect(outcome).toMatchObject({ problems: [problem] })
})

test.each([
  ['that breaks down', "throw new Error('no such row')", /the evaluation worker broke down: .*no such row/],
  [
    'that runs out of memory',
    "throw Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })",
    /the evaluation worker ran out of memory: .*heap/,
  ],
  ['that ends without an answer', 'process.exit(3)', /the evaluation worker ended with code 3/],
])('a thread %s is a fault', async (_, body, message) => {
  const { outcome } = await ask(body)
  expect(outcome).toBeInstanceOf(FaultError)
  expect(String(outcome)).toMatch(message)
})

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LoggedPrediction, openPredictionLog, streamLog } from './prediction-log.ts'

const row = (id: string): LoggedPrediction => ({
  time: 't',
  id,
  model: 'm',
  inputs: { a: 1 },
  label: null,
  prediction: 2,
})
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-log-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('rows are appended, one object a line, and closing writes them all', async () => {
  const file = path.join(folder, 'deep', 'log.jsonl')
  for (const ids of [['a', 'b'], ['c']]) {
    const log = await openPredictionLog(file, { stdout: process.stdout, onDropped: () => undefined })
    log.append(ids.map(row))
    await log.close()
  }
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(['a', 'b', 'c'].map(row))
})

test('rows that a slow disk cannot take are dropped and counted, whole', async () => {
  const written: string[] = []
  let release: () => void = () => undefined
  const slow = new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => {
      written.push(String(chunk))
      release = done
    },
  })
  let dropped = 0
  const log = streamLog(slow, { maxBufferedBytes: 200, onDropped: (rows) => (dropped += rows) }, true)
  for (let id = 0; id < 50; id += 1) log.append([row(String(id)), row(`${id}b`)])
  expect(dropped).toBeGreaterThan(80)
  const closed = log.close()
  while (!slow.writableFinished) {
    release()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await closed
  const lines = written.join('').trimEnd().split('\n')
  expect(lines.length + dropped).toBe(100)
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ model: 'm' })
})

test('a disk that fails drops rows and stops nothing', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space left')) })
  let dropped = 0
  const log = streamLog(broken, { onDropped: (rows) => (dropped += rows) }, true)
  log.append([row('lost')])
  await new Promise((resolve) => setImmediate(resolve))
  log.append([row('a'), row('b')])
  expect(dropped).toBe(2)
  await log.close()
})

test('a log that cannot be opened is an error with a remedy', async () => {
  await mkdir(path.join(folder, 'taken'), { recursive: true })
  const opened = openPredictionLog(path.join(folder, 'taken'), { stdout: process.stdout, onDropped: () => undefined })
  await expect(opened).rejects.toThrow(/cannot be opened: .*\n.*standard output/)
})

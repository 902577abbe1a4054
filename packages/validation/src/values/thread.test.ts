import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openExaminer } from './thread.ts'
import type { Examiner } from './types.ts'

const json = { kind: 'json' } as const

function workerOf(body: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'worker-')), 'worker.mjs')
  writeFileSync(file, `import { parentPort } from 'node:worker_threads'\n${body}\n`)
  return file
}

const answers = `parentPort.on('message', ({ id, texts }) => {
  while (texts.includes('bomb')) continue
  if (texts.includes('end')) process.exit(3)
  if (texts.includes('throw')) throw new Error('boom')
  parentPort.postMessage({ id, examined: { kind: 'examined', refused: [texts.length] } })
})`

/** A new thread may take longer to start than these tests wait. */
async function retried(examiner: Examiner) {
  let examined = await examiner.examine(json, ['a'])
  for (let tries = 0; tries < 20 && examined.kind === 'fault'; tries += 1)
    examined = await examiner.examine(json, ['a'])
  return examined
}

test('what the thread answers is handed back, call by call', async () => {
  const examiner = openExaminer({ worker: workerOf(answers) })
  expect(await examiner.examine(json, ['a'])).toEqual({ kind: 'examined', refused: [1] })
  expect(await examiner.examine(json, ['a', 'b'])).toEqual({ kind: 'examined', refused: [2] })
  await examiner.close()
})

test('a test that takes too long is ended, and the next one has a new thread', async () => {
  const examiner = openExaminer({ worker: workerOf(answers), timeoutMs: 500 })
  const regex = { kind: 'regex', sources: ['(a+)+$'], wanted: 'any' } as const
  expect(await examiner.examine(regex, ['bomb'])).toEqual({
    kind: 'fault',
    message: 'the regular expression goes back so often that it took more than 0.5 s on some values',
  })
  expect(await retried(examiner)).toMatchObject({ kind: 'examined' })
  await examiner.close()
})

test.each([
  ['end', 'the worker that tests values ended with code 3'],
  ['throw', 'the worker that tests values broke down: boom'],
])('where the thread does not live, that is said: %s', async (text, message) => {
  const examiner = openExaminer({ worker: workerOf(answers) })
  expect(await examiner.examine(json, [text])).toEqual({ kind: 'fault', message })
  expect(await examiner.examine(json, ['a'])).toMatchObject({ kind: 'examined' })
  await examiner.close()
})

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { FaultError, InputError } from '@trainyard/ports'
import type { TrackedFile } from '../types.ts'
import { openCrew } from './crew.ts'
import type { Finder } from './finder.ts'

/** The thread that asks answers as the others do. */
const own: Finder = { find: async (file) => ({ file, absolute: 'own' }), close: async () => undefined }

/** What a thread does is told by the digest that it is asked for. */
const program = `import { parentPort, threadId } from 'node:worker_threads'
const say = (message) => parentPort.postMessage(message)
parentPort.on('message', ({ kind, id, file }) => {
  if (kind === 'close') return parentPort.close()
  const { md5 } = file.object
  if (md5 === 'end') process.exit(3)
  if (md5 === 'throw') throw new Error('boom')
  if (md5 === 'refused') return say({ kind: 'refused', id, problems: [{ message: 'gone', at: { file: 'a.csv' } }] })
  if (md5 === 'failed') return say({ kind: 'failed', id, message: 'no disk' })
  if (md5 === 'silent') return
  say({ kind: 'mask', text: 'secret' })
  say({ kind: 'progress', bytes: 7 })
  say({ kind: 'warning', text: 'broken' })
  say({ kind: 'found', id, found: { file, absolute: String(threadId) } })
})`

function tracked(md5: string): TrackedFile {
  const at = { file: 'a.dvc' }
  return { absolute: '/a', object: { md5, hash: 'md5' }, out: { absolute: '/a', md5, hash: 'md5', at } }
}

async function withCrew<T>(work: (crew: Finder, heard: string[]) => Promise<T>): Promise<T> {
  const worker = path.join(mkdtempSync(path.join(tmpdir(), 'crew-')), 'worker.mjs')
  writeFileSync(worker, program)
  const heard: string[] = []
  const hear = (word: string) => (text: string) => void heard.push(`${word} ${text}`)
  const crew = openCrew({
    own,
    ...{ worker, threads: 2, start: { documents: { root: '/', base: '/' }, checkout: false, env: {} } },
    progress: (bytes) => hear('progress')(String(bytes)),
    log: { info: hear('info'), warning: hear('warning'), mask: hear('mask') },
  })
  return work(crew, heard).finally(crew.close)
}

test('files are spread over the threads, and what they say reaches the log', async () => {
  await withCrew(async (crew, heard) => {
    const found = await Promise.all(['a', 'b', 'c', 'd'].map((md5) => crew.find(tracked(md5))))
    const threads = found.map((each) => 'absolute' in each && each.absolute)
    expect(new Set(threads).size).toBe(3)
    expect(threads).toContain('own')
    expect(found).toMatchObject(['a', 'b', 'c', 'd'].map((md5) => ({ file: { object: { md5 } } })))
    expect(heard.toSorted().filter((_, index) => index % 3 === 0)).toEqual([
      'mask secret',
      'progress 7',
      'warning broken',
    ])
  })
})

test.each([
  ['refused', InputError, 'a.csv  gone'],
  ['failed', FaultError, 'no disk'],
  ['throw', FaultError, 'boom'],
  ['end', FaultError, 'ended with code 3'],
])('what goes wrong in a thread is an error here: %s', async (md5, kind, message) => {
  await withCrew(async (crew) => {
    const failure = crew.find(tracked(md5))
    await expect(failure).rejects.toThrow(kind)
    await expect(failure).rejects.toThrow(message)
  })
})

test('what a thread is still at when all is closed is given up', async () => {
  const given = await withCrew(async (crew) => {
    const silent = crew.find(tracked('silent')).catch((error: Error) => error.message)
    return { silent }
  })
  expect(await given.silent).toMatch('ended with code')
})

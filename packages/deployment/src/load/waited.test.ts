import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processorTime, waitedShare } from './waited.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'trainyard-proc-'))
  for (const [thread, told] of [
    ['7/task/7', '1000 300 4\n'],
    ['7/task/8', '500 200 2\n'],
    ['9/task/9', 'no statistics\n'],
  ] as const) {
    await mkdir(path.join(root, thread), { recursive: true })
    await writeFile(path.join(root, thread, 'schedstat'), told)
  }
})
afterAll(() => rm(root, { recursive: true }))

test('of all threads of a process', async () => {
  expect(await processorTime(7, root)).toEqual({ ran: 1500, waited: 500 })
})

test.each([
  ['a process that has ended', 8],
  ['a system that does not tell', 9],
])('nothing of %s', async (_, pid) => expect(await processorTime(pid, root)).toBeUndefined())

test.each([
  ['a quarter', { ran: 300, waited: 100 }, 0.25],
  ['never', { ran: 400, waited: 0 }, 0],
  ['a process that did nothing', { ran: 0, waited: 0 }, 0],
])('waited: %s', (_, after, share) => expect(waitedShare({ ran: 0, waited: 0 }, after)).toBe(share))

test('without both looks there is no share', () => {
  expect(waitedShare(undefined, { ran: 1, waited: 1 })).toBeUndefined()
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { isGone, thisProcess } from './alive.ts'

test('a process that goes on is not gone, and one that was killed is', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  await once(child, 'spawn')
  const other = { ...(await thisProcess()), pid: child.pid ?? 0 }
  const { born: _, ...unborn } = other
  expect(await isGone(await thisProcess())).toBe(false)
  expect(await isGone(unborn)).toBe(false)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await isGone(unborn)).toBe(true)
})

test('another process that has its number since then is another', async () => {
  expect(await isGone({ ...(await thisProcess()), born: 'another boot 1' })).toBe(true)
})

test('nothing is known of a process on another machine', async () => {
  expect(await isGone({ ...(await thisProcess()), host: 'another', born: 'then' })).toBe(false)
})

import { mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Exec, InputError, isCode } from '@trainyard/ports'
import { isAlive, startOf } from './process-id.ts'

/**
 * Runs work that only one process may do in a folder at a time.
 * @throws InputError where another process is at it
 */
export async function withLock<T>(folder: string, exec: Exec, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, 'lock')
  await takeLock(file, exec)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function takeLock(file: string, exec: Exec): Promise<void> {
  if (await createLock(file, exec)) return
  const holder = await readFile(file, 'utf8').catch(() => '')
  const [pid = '', started = ''] = holder.split('\n')
  if (pid === '' || (await isAlive({ pid: Number(pid), started }, exec)))
    throw new InputError(`another deployment is under way in ${path.dirname(file)}`, {
      remedy: `Wait for it to end. If there is none, remove ${file}.`,
    })
  await rm(file, { force: true })
  if (!(await createLock(file, exec))) throw new InputError('another deployment has just begun')
}

async function createLock(file: string, exec: Exec): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(`${process.pid}\n${(await startOf(process.pid, exec)) ?? ''}`)
    await handle.close()
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { isCode } from '@trainyard/ports'
import type { Spool } from './spool.ts'

interface Owner {
  readonly pid: number
  readonly host: string
}

/** Takes a spool for this process. @returns the process that has it, where one lives; undefined where it is ours now */
export async function lock(spool: Spool): Promise<Owner | undefined> {
  const mine: Owner = { pid: process.pid, host: hostname() }
  for (;;) {
    if (await take(spool, mine)) return undefined
    const owner = await ownerOf(spool)
    if (owner !== undefined && mayLive(owner)) return owner
    await rm(lockFile(spool), { force: true })
  }
}

export function unlock(spool: Spool): Promise<void> {
  return rm(lockFile(spool), { force: true })
}

async function take(spool: Spool, owner: Owner): Promise<boolean> {
  try {
    await mkdir(spool.folder, { recursive: true })
    await writeFile(lockFile(spool), JSON.stringify(owner), { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Nobody, where the lock is gone again or was not written in full. */
async function ownerOf(spool: Spool): Promise<Owner | undefined> {
  const text = await readFile(lockFile(spool), 'utf8').catch(() => '')
  const [, pid, host] = /^\{"pid":(\d+),"host":"([^"]*)"\}$/.exec(text) ?? []
  return host === undefined ? undefined : { pid: Number(pid), host }
}

/** A process of this machine that is there. What another machine left is taken over: its folder was brought here. */
function mayLive({ pid, host }: Owner): boolean {
  if (host !== hostname() || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function lockFile({ folder }: Spool): string {
  return path.join(folder, 'lock')
}

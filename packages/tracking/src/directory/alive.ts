import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isCode } from '@trainyard/ports'

/** The process that writes a run: by it a run that was killed is told from one that goes on. */
export interface RunProcess {
  readonly pid: number
  /** Name of the machine and, on Linux, of the container: its process namespace. */
  readonly host: string
  /** When it began, as the kernel counts; absent where it does not tell. Another process of that number has another. */
  readonly born?: string
}

export async function thisProcess(): Promise<RunProcess> {
  const born = await birthOf(process.pid)
  return { pid: process.pid, host: await thisHost(), ...(born !== undefined && { born }) }
}

/** Whether a process is known to be gone. Of one on another machine nothing is known. */
export async function isGone({ pid, host, born }: RunProcess): Promise<boolean> {
  if (host !== (await thisHost())) return false
  return !exists(pid) || (born !== undefined && (await birthOf(pid)) !== born)
}

async function thisHost(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return `${hostname()} ${namespace}`.trim()
}

/** Start of the machine and, in the clock ticks since, of the process: field 22 of proc_pid_stat(5). */
async function birthOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${boot.trim()} ${fields[19]}`
  } catch {
    return undefined
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}

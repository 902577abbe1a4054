import { readFile } from 'node:fs/promises'
import type { Exec } from '@trainyard/ports'

/** Most memory that a running process held so far, bytes: proc(5), VmHWM. Elsewhere what it holds now, ps(1). */
export async function peakMemory(pid: number, exec: Exec): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined
  const text =
    process.platform === 'linux' ? await readFile(`/proc/${pid}/status`, 'utf8') : await residentNow(pid, exec)
  const kibibytes = /(?:VmHWM:)?\s*(\d+)(?: kB)?/.exec(text.slice(Math.max(0, text.indexOf('VmHWM:'))))?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
}

async function residentNow(pid: number, exec: Exec): Promise<string> {
  return (await exec.run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout
}

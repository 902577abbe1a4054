import { readFile } from 'node:fs/promises'
import { type Exec, isCode } from '@trainyard/ports'

/** A process and when it was started, so that another one with the same number is not taken for it. */
export interface ProcessId {
  readonly pid: number
  /** As the system writes it. */
  readonly started: string
}

/** When a process was started, or nothing where there is none of this number. */
export async function startOf(pid: number, exec: Exec): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStart(pid)
  const { stdout } = await exec.run('ps', ['-o', 'lstart=', '-p', String(pid)])
  return stdout.trim() || undefined
}

/** Whether this very process runs. */
export async function isAlive({ pid, started }: ProcessId, exec: Exec): Promise<boolean> {
  return (await startOf(pid, exec)) === started
}

/** Fields 3 (state) and 22 (start, in ticks since boot) of `/proc/<pid>/stat`: proc(5). A zombie has ended. */
async function linuxStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH')) return undefined
    throw error
  }
}

const graceMs = 10_000

/** Asks a process to end, waits, and ends it by force where it does not. Does nothing where it has ended. */
export async function endProcess(id: ProcessId, exec: Exec, sleep: (ms: number) => Promise<void>): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', 2000],
  ] as const) {
    if (!(await isAlive(id, exec))) return
    signalProcess(id.pid, signal)
    for (let waited = 0; waited < limitMs && (await isAlive(id, exec)); waited += 50) await sleep(50)
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isCode(error, 'ESRCH')) throw error
  }
}

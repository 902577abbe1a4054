import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { isCode } from '@trainyard/ports'

/** Variable by which what a program started is known, also outside its process group. */
const MARK = 'TRAINYARD_STARTED_BY'
/** What is killed may have started something just before. */
const MOST_ROUNDS = 10

/** A mark of its own for one start of a program, as it goes into its environment. */
export function newMark(): Readonly<Record<string, string>> {
  return { [MARK]: randomBytes(12).toString('hex') }
}

/** Sends a signal to a program and its process group. */
export function killGroup({ pid }: Pick<ChildProcess, 'pid'>, signal: NodeJS.Signals): void {
  if (pid !== undefined) kill(process.platform === 'win32' ? pid : -pid, signal)
}

/**
 * Kills what a program has left: its process group and, on Linux, whatever inherited its mark, such as a daemon with a session
 * of its own. Elsewhere, and where a process began with an empty environment, nothing leads there.
 */
export function killLeftovers(child: Pick<ChildProcess, 'pid'>, mark: Readonly<Record<string, string>>): void {
  killGroup(child, 'SIGKILL')
  const own = `\0${MARK}=${mark[MARK]}\0`
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const left = processes().filter((pid) => `\0${environmentOf(pid)}`.includes(own))
    if (left.length === 0) return
    for (const pid of left) kill(pid, 'SIGKILL')
  }
}

/** Every process of this machine; none where there is no /proc. */
function processes(): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
}

/** Empty for a process that has ended, and for one of another user. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return ''
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isCode(error, 'ESRCH')) throw error
  }
}

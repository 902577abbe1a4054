// Processes of a training, and how they are ended. For Linux: it reads /proc.
import { readdirSync, readFileSync } from 'node:fs'

/** Processes that a process started. */
export function childrenOf(pid) {
  const threads = tolerated(() => readdirSync(`/proc/${pid}/task`), [])
  const children = threads.map((thread) =>
    tolerated(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), ''),
  )
  return children.join(' ').split(/\s+/).filter(Boolean).map(Number)
}

/** Command lines of what a process started. */
export function commandsOf(pid) {
  return childrenOf(pid).map((child) => tolerated(() => readFileSync(`/proc/${child}/cmdline`, 'utf8'), ''))
}

/** A process that has ended meanwhile has no files. */
function tolerated(read, nothing) {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return nothing
    throw error
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
    return false
  }
}

/** What is killed: by pid of the program; each tells whether anything was. */
export const ways = {
  program: (pid) => kill(pid),
  command: (pid) => childrenOf(pid).map(kill).includes(true),
  everything: (pid) => [...childrenOf(pid), pid].map(kill).includes(true),
}

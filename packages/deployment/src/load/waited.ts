import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Nanoseconds of all threads of a process. */
export interface ProcessorTime {
  readonly ran: number
  /** Ready to run, while others had the processors. */
  readonly waited: number
}

/**
 * How long a process ran so far, and how long it waited for a processor: the kernel's scheduler statistics, proc(5).
 * @param root where the system tells of its processes
 * @returns undefined on systems that do not tell
 */
export async function processorTime(pid: number, root = '/proc'): Promise<ProcessorTime | undefined> {
  const tasks = path.join(root, String(pid), 'task')
  const threads = await readdir(tasks).catch(() => [])
  const told = await Promise.all(
    threads.map((thread) => readFile(path.join(tasks, thread, 'schedstat'), 'utf8').catch(() => '')),
  )
  const times = told.flatMap((text) => {
    const [, ran, waited] = /^(\d+) (\d+) \d+\s*$/.exec(text) ?? []
    return ran === undefined ? [] : [{ ran: Number(ran), waited: Number(waited) }]
  })
  if (times.length === 0) return undefined
  const sum = (of: (time: ProcessorTime) => number) => times.reduce((total, time) => total + of(time), 0)
  return { ran: sum(({ ran }) => ran), waited: sum(({ waited }) => waited) }
}

/** Share of the time between two looks in which a process could have run and had no processor, 0 … 1. */
export function waitedShare(before: ProcessorTime | undefined, after: ProcessorTime | undefined): number | undefined {
  if (before === undefined || after === undefined) return undefined
  const waited = Math.max(0, after.waited - before.waited)
  const all = Math.max(0, after.ran - before.ran) + waited
  return all === 0 ? 0 : waited / all
}

import { readFile } from 'node:fs/promises'

/**
 * How often the kernel has ended a process for want of memory since it started: `oom_kill` of Linux' /proc/vmstat.
 * Undefined where the kernel does not tell.
 */
export async function outOfMemoryKills(file = '/proc/vmstat'): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1]
  return count === undefined ? undefined : Number(count)
}

/** What Python, NumPy, PyTorch, C++, Node and Java say when they get no more. */
const noMemory =
  /MemoryError|Unable to allocate|not enough memory|CUDA out of memory|bad_alloc|heap out of memory|OutOfMemoryError|Cannot allocate memory/

/** Whether a program's last lines tell that it got no more memory. */
export function tellsOfMemory(lines: readonly string[]): boolean {
  return lines.some((line) => noMemory.test(line))
}

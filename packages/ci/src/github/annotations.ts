import { existsSync } from 'node:fs'
import path from 'node:path'
import type { AnnotationProperties } from '@actions/core'
import { error, info, notice, warning } from '@actions/core'
import { formatProblem, type Position } from '@trainyard/ports'

export type Level = 'error' | 'warning' | 'notice'

const write = { error, warning, notice } as const

/** GitHub shows ten annotations of a type per step; one error is kept for the verdict. */
const MAX_PER_LEVEL = { error: 9, warning: 10, notice: 10 } as const

/** Where relative files of a message lie, and what GitHub counts paths from. */
export interface Folders {
  readonly workspace: string
  readonly cwd: string
}

export interface Annotations {
  add(level: Level, message: string, at?: Position): void
  /** Says once how many did not fit. */
  close(): void
}

/**
 * Annotations on the run and in the files, no more than GitHub shows; the rest goes to the log as plain lines. The last one
 * that is shown waits until it is known whether it has to say how many more there are.
 */
export function annotations(folders: Folders): Annotations {
  const count = { error: 0, warning: 0, notice: 0 }
  const waiting = new Map<Level, readonly [message: string, at: Position | undefined]>()
  const log = (level: Level, message: string, at: Position | undefined) =>
    info(`${level}: ${formatProblem({ message, ...(at && { at }) })}`)
  return {
    add(level, message, at) {
      count[level] += 1
      if (count[level] < MAX_PER_LEVEL[level]) write[level](message, properties(folders, at))
      else if (count[level] === MAX_PER_LEVEL[level]) waiting.set(level, [message, at])
      else log(level, message, at)
    },
    close() {
      for (const [level, [message, at]] of waiting) {
        const more = count[level] - MAX_PER_LEVEL[level]
        if (more > 0) log(level, message, at)
        if (more > 0) write[level](`and ${more + 1} more ${level}s, in the log`)
        else write[level](message, properties(folders, at))
      }
      waiting.clear()
    },
  }
}

/** A place that is no file, such as an input of the action, is named in the title alone. */
function properties(folders: Folders, at: Position | undefined): AnnotationProperties {
  if (!at) return {}
  const file = inWorkspace(at.file, folders)
  return {
    ...(file !== undefined && { file }),
    ...(file !== undefined && at.line !== undefined && { startLine: at.line }),
    ...(file !== undefined && at.column !== undefined && { startColumn: at.column }),
    ...(at.key !== undefined && { title: file === undefined ? `${at.file}: ${at.key}` : at.key }),
  }
}

/** A file's path from the root of the repository; undefined for a place that is no file there. */
export function inWorkspace(file: string, { workspace, cwd }: Folders): string | undefined {
  const found = [path.resolve(cwd, file), path.resolve(workspace, file)].find((full) => existsSync(full))
  return found === undefined ? undefined : path.relative(workspace, found).split(path.sep).join('/')
}

import { existsSync } from 'node:fs'
import path from 'node:path'
import type { AnnotationProperties } from '@actions/core'
import { error, info, notice, warning } from '@actions/core'
import type { Position } from '@trainyard/ports'

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

/** Annotations on the run and in the files, no more than GitHub shows; the rest goes to the log as plain lines. */
export function annotations(folders: Folders): Annotations {
  const count = { error: 0, warning: 0, notice: 0 }
  return {
    add(level, message, at) {
      count[level] += 1
      if (count[level] <= MAX_PER_LEVEL[level]) write[level](message, properties(folders, at))
      else info(`${level}: ${place(at)}${message}`)
    },
    close() {
      const over = (Object.keys(count) as Level[]).map((level) => [level, count[level] - MAX_PER_LEVEL[level]] as const)
      for (const [level, more] of over) if (more > 0) info(`${more} more ${level}s are in the log only.`)
    },
  }
}

function properties(folders: Folders, at: Position | undefined): AnnotationProperties {
  if (!at) return {}
  return {
    file: inWorkspace(at.file, folders),
    ...(at.line !== undefined && { startLine: at.line }),
    ...(at.column !== undefined && { startColumn: at.column }),
    ...(at.key !== undefined && { title: at.key }),
  }
}

function inWorkspace(file: string, { workspace, cwd }: Folders): string {
  const near = path.resolve(cwd, file)
  const full = existsSync(near) ? near : path.resolve(workspace, file)
  return path.relative(workspace, full).split(path.sep).join('/')
}

function place(at: Position | undefined): string {
  return at ? `${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')}  ` : ''
}

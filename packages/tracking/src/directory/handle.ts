import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type Clock, replaceAtomic, writeFileAtomic } from '@trainyard/ports'
import type { NewFile, RunHandle } from '../types.ts'
import type { RunLayout } from './layout.ts'
import { digestLine } from './lines.ts'
import { recordText } from './records.ts'
import { appendLines } from './write.ts'

/** Adds to a run's folder: points, tags and digests by appending, files by renaming. */
export function runHandle(id: string, layout: RunLayout, clock: Pick<Clock, 'now'>): RunHandle {
  return {
    id,
    log: (points) =>
      appendLines(
        layout.metrics,
        points.map(({ name, step, value }) => JSON.stringify({ name, step, value })),
      ),
    attach: (files) => attach(layout, files),
    tag: (tags) => appendLines(layout.tags, Object.keys(tags).length > 0 ? [JSON.stringify(tags)] : []),
    end: (end) =>
      writeFileAtomic(layout.ended, recordText({ record: 'end', ...end, endedAt: clock.now().toISOString() })),
  }
}

/** The digest is written after the file: one without the other is no file of the run. */
async function attach(layout: RunLayout, files: readonly NewFile[]): Promise<void> {
  for (const { file, from } of files) {
    const digest = await replaceAtomic(layout.file(file), (temporary) => copyHashed(from, temporary))
    await appendLines(layout.digests, [digestLine(file, digest)])
  }
}

/** Copies a file. @returns the sha256 of what was copied */
export async function copyHashed(from: string, to: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(
    createReadStream(from),
    async function* (bytes) {
      for await (const piece of bytes) {
        hash.update(piece)
        yield piece
      }
    },
    createWriteStream(to),
  )
  return hash.digest('hex')
}

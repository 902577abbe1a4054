import { stat } from 'node:fs/promises'
import { sha256File } from '@trainyard/ports'
import type { Contents } from './contents.ts'
import { scanCsv } from './csv.ts'
import { scanJsonLines } from './jsonl.ts'
import type { SourceFile } from './source.ts'

export interface ScannedFile extends SourceFile, Contents {
  readonly sha256: string
  readonly bytes: number
}

/** Reads a text file once: its digest, and everything that is wrong with its shape. */
export async function scanTextFile(file: SourceFile): Promise<ScannedFile> {
  const contents = file.format === 'jsonl' ? await scanJsonLines(file) : await scanCsv(file)
  return { ...file, ...contents, ...(await identity(file)) }
}

/** Digest and size of a file's bytes as they lie on disk, or of what they were made from. */
export async function identity(file: SourceFile): Promise<{ sha256: string; bytes: number }> {
  return file.known ?? { sha256: await sha256File(file.absolute), bytes: (await stat(file.absolute)).size }
}

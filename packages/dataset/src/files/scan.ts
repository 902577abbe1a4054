import type { Contents } from './contents.ts'
import { scanCsv } from './csv.ts'
import { scanJsonLines } from './jsonl.ts'
import type { SourceFile } from './source.ts'

export interface ScannedFile extends SourceFile, Contents {}

/** Reads a text file once, for everything that is wrong with its shape. */
export async function scanTextFile(file: SourceFile): Promise<ScannedFile> {
  const contents = file.format === 'jsonl' ? await scanJsonLines(file) : await scanCsv(file)
  return { ...file, ...contents }
}

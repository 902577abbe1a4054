import { randomBytes } from 'node:crypto'
import { appendFile, link, mkdir, open, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isCode } from '@trainyard/ports'

/**
 * Writes a file that nobody has written yet, whole or not at all: a hard link of a finished file either makes the name or
 * finds it taken, whoever else writes at the same time.
 * @returns false where the name is taken
 */
export async function writeNew(file: string, content: string): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true })
  const temporary = path.join(path.dirname(file), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(temporary, content, { flush: true })
    await link(temporary, file)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Appends lines in one write. What a crash cut off before stays a line of its own. */
export async function appendLines(file: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  await mkdir(path.dirname(file), { recursive: true })
  const start = (await endsOpen(file)) ? '\n' : ''
  await appendFile(file, `${start}${lines.join('\n')}\n`)
}

async function endsOpen(file: string): Promise<boolean> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size === 0) return false
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] !== 0x0a
  } finally {
    await handle.close()
  }
}

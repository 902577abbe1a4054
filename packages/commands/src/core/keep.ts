import { copyFile, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isCode } from '@trainyard/ports'

/**
 * A document that says what the earlier one said keeps its bytes, its time of writing included: its digest, and what is built
 * from it, then stay the same too.
 */
export async function keepUnchanged(fresh: string, earlier: string): Promise<void> {
  const names = (await readdir(fresh)).filter((name) => name.endsWith('.json'))
  for (const name of names) {
    const [now, before] = await Promise.all([fresh, earlier].map((folder) => content(path.join(folder, name))))
    if (now !== undefined && now === before) await copyFile(path.join(earlier, name), path.join(fresh, name))
  }
}

/** What a document says, without the time at which it says it. */
async function content(file: string): Promise<string | undefined> {
  try {
    const document: unknown = JSON.parse(await readFile(file, 'utf8'))
    return JSON.stringify(document, (key, value) => (key === 'createdAt' ? undefined : value))
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR') || error instanceof SyntaxError) return undefined
    throw error
  }
}

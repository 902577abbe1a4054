import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

/** Tells the temporary files of this thread from those of others. */
const own = randomBytes(6).toString('hex')
let made = 0

/**
 * Lets `write` make a file under a temporary name, then puts it in the place of `target`. As `replaceAtomic` of the ground
 * floor; but its own calls are made at once: among thousands of small files, handing each to another thread takes longer.
 */
export async function replaceFile(target: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const folder = path.dirname(target)
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  const temporary = `${target}.${own}-${++made}.tmp`
  try {
    await write(temporary)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

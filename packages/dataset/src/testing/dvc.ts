import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { objectKey } from '../dvc/objects/name.ts'
import { treeBytes, treeOid } from '../dvc/objects/tree.ts'
import { inFolder } from './services.ts'

export const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex')

/** A repository of DVC that a test writes by hand, with a remote in a folder beside it. */
export interface HandRepository {
  /** Folder of the repository. */
  readonly base: string
  readonly remote: string
  write(name: string, content: string): Promise<void>
  read(name: string): Promise<string>
  /** Puts an object into the remote, under its own digest where no other is given. */
  push(content: string | Uint8Array, as?: string): Promise<string>
  /** Tracks a file, or a folder of files, by NAME.dvc and puts its objects into the remote; nothing in the workspace. */
  track(name: string, content: string | Readonly<Record<string, string>>): Promise<string>
}

/** Gives work a repository, and removes it. */
export async function inRepository<T>(work: (repository: HandRepository) => Promise<T>): Promise<T> {
  const config = '[core]\n    remote = here\n[\'remote "here"\']\n    url = ../../remote\n'
  return inFolder({ 'repo/.dvc/config': config }, async (folder) => {
    const base = path.join(folder, 'repo')
    const remote = path.join(folder, 'remote')
    const write = (at: string, content: string | Uint8Array) => writeInto(path.join(base, at), content)
    const push = async (content: string | Uint8Array, as = md5(content)) => {
      await writeInto(path.join(remote, objectKey({ md5: as, hash: 'md5' })), content)
      return as
    }
    const track = async (name: string, content: string | Readonly<Record<string, string>>) => {
      const oid = typeof content === 'string' ? await push(content) : await pushFolder(content, push)
      await write(
        `${name}.dvc`,
        `outs:\n- md5: '${oid}'\n  hash: md5\n  path: ${JSON.stringify(path.basename(name))}\n`,
      )
      return oid
    }
    return work({ base, remote, write, read: (at) => readFile(path.join(base, at), 'utf8'), push, track })
  })
}

async function pushFolder(files: Readonly<Record<string, string>>, push: HandRepository['push']): Promise<string> {
  const entries = Object.entries(files).map(([relpath, content]) => ({ md5: md5(content), relpath }))
  for (const content of Object.values(files)) await push(content)
  return push(treeBytes(entries), treeOid(entries))
}

async function writeInto(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
}

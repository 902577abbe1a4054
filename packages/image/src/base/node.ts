import path from 'node:path'
import { type LocateServices, locate } from '@trainyard/native'
import { type FileEntry, fileEntry, type TarEntry } from '@trainyard/oci'
import { neededLibraries } from './libraries.ts'

const nodePath = '/usr/local/bin/node'
const nonRoot = 65532

/** The default base: Node's published binary with this machine's C and C++ libraries, and nothing else. */
export interface NodeBase {
  readonly node: string
  /** Value of PATH. */
  readonly searchPath: string
  readonly entries: readonly TarEntry[]
  /** Those that come from the machine or from the published package, for the record. */
  readonly files: readonly FileEntry[]
}

/**
 * @param binaries further native files that the image holds, whose libraries must be there too
 * @throws InputError where this machine is not Linux with glibc
 */
export async function findNodeBase(
  services: LocateServices,
  arch: string,
  binaries: readonly string[],
): Promise<NodeBase> {
  const { entry } = await locate('node', services)
  const libraries = await neededLibraries([entry, ...binaries], arch)
  const files = [await fileEntry(entry, relative(nodePath), 0o755)]
  for (const library of libraries) files.push(await fileEntry(library, relative(library), 0o755))
  const licence = path.join(path.dirname(path.dirname(entry)), 'LICENSE')
  files.push(await fileEntry(licence, 'usr/share/licenses/node/LICENSE'))
  return { node: nodePath, searchPath: '/usr/local/bin:/usr/bin:/bin', entries: [...files, ...systemEntries()], files }
}

/** What programs expect of any system: a user to run as, and a place for temporary files. */
function systemEntries(): TarEntry[] {
  const text = (at: string, content: string): TarEntry => ({
    type: 'file',
    path: at,
    mode: 0o644,
    content: Buffer.from(content),
  })
  return [
    text(
      'etc/passwd',
      `root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:${nonRoot}:${nonRoot}:nonroot:/:/sbin/nologin\n`,
    ),
    text('etc/group', `root:x:0:\nnonroot:x:${nonRoot}:\n`),
    text('etc/nsswitch.conf', 'hosts: files dns\n'),
    { type: 'folder', path: 'tmp', mode: 0o1777 },
  ]
}

function relative(absolute: string): string {
  return absolute.slice(1)
}

import { access } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '@trainyard/ports'
import { type ElfHeader, readElf } from './elf.ts'

const folders: Readonly<Record<string, readonly string[]>> = {
  x64: ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
  arm64: ['/lib/aarch64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
}

/**
 * Absolute paths of the dynamic linker and of all shared libraries that the ELF headers of `programs` name, of those
 * that these name, and so on, sorted. The programs themselves are not listed.
 * @throws InputError where one is not in the standard folders of this machine
 */
export async function neededLibraries(programs: readonly string[], arch: string): Promise<string[]> {
  const found = new Map(programs.map((program) => [path.basename(program), program]))
  const linkers = new Set<string>()
  const libraries = new Set<string>()
  const queue = [...programs]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const elf = await readElf(file)
    if (!elf) throw new InputError(`${file} is not a 64-bit ELF file`)
    if (elf.interpreter) linkers.add(elf.interpreter)
    for (const name of elf.needed) {
      if (found.has(name)) continue
      const library = await findLibrary(name, elf, arch, file)
      found.set(name, library)
      libraries.add(library)
      queue.push(library)
    }
  }
  return withoutLinkerCopies(libraries, linkers)
}

/** The linker is loaded already when a library names it: it need not be there a second time, in another folder. */
function withoutLinkerCopies(libraries: ReadonlySet<string>, linkers: ReadonlySet<string>): string[] {
  const linkerNames = new Set([...linkers].map((linker) => path.basename(linker)))
  return [...linkers, ...[...libraries].filter((library) => !linkerNames.has(path.basename(library)))].sort()
}

async function findLibrary(name: string, { machine }: ElfHeader, arch: string, neededBy: string): Promise<string> {
  for (const folder of folders[arch] ?? []) {
    const candidate = path.join(folder, name)
    if ((await exists(candidate)) && (await readElf(candidate))?.machine === machine) return candidate
  }
  throw new InputError(`${neededBy} needs ${name}, which is in none of this machine's standard library folders`, {
    remedy: 'Install it, or name an image with Node in a registry as image.base.',
  })
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

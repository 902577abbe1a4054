import { stat } from 'node:fs/promises'
import path from 'node:path'
import { nearestFile } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import picomatch from 'picomatch'
import { glob } from 'tinyglobby'
import { formatOf, isHidden } from '../files/source.ts'
import { readDvcFile } from './files/dvc-file.ts'
import { isDvcFile } from './files/outs.ts'
import { filesOf, workspaceFiles } from './objects/list.ts'
import { isFolder } from './objects/name.ts'
import type { Repository } from './repository.ts'
import { shownPath } from './shown.ts'
import type { TrackedFile, TrackedOut } from './types.ts'

/** What a name stands for in a repository. */
export interface Selection {
  readonly files: readonly TrackedFile[]
  /** Files that match beside them and are not tracked, absolute. */
  readonly plain: readonly string[]
}

/** Whether a file is asked for, by its absolute path. */
type Wanted = (absolute: string) => boolean

/**
 * The outputs that a name stands for: those of a `.dvc` file, or the one that is the path or the folder that it lies in.
 * @throws {InputError} for a `.dvc` file that cannot be read
 */
export async function outsNamed(absolute: string, repository: Repository): Promise<readonly TrackedOut[]> {
  if (isDvcFile(absolute)) {
    await expectThere(absolute, repository)
    return readDvcFile(absolute, repository)
  }
  const { outs, faults } = await repository.tracked()
  const fault = faults.get(`${absolute}.dvc`)
  if (fault) throw fault
  const isGlob = picomatch.scan(shownPath(repository.base, absolute)).isGlob
  return outs.filter((out) => (isGlob ? absolute === out.absolute : isIn(absolute, out.absolute))).slice(0, 1)
}

async function expectThere(absolute: string, { base }: Repository): Promise<void> {
  if (await stat(absolute).catch(() => undefined)) return
  const shown = shownPath(base, absolute)
  const near = await nearestFile(shown, base)
  const remedy = near ? `Did you mean ${near}?` : 'Paths are relative to trainyard.yml.'
  throw new InputError(`no such file: ${shown}`, { remedy })
}

/** The files of outputs that lie at a path or below it, and are not hidden. @throws {InputError} where there are none */
export async function filesBelow(
  absolute: string,
  outs: readonly TrackedOut[],
  repository: Repository,
): Promise<Selection> {
  const wanted: Wanted = (file) =>
    isDvcFile(absolute)
      ? outs.every((out) => !hiddenIn(out, file))
      : isIn(file, absolute) && !hiddenIn({ absolute }, file)
  const files = await wantedFiles(outs, wanted, repository)
  if (files.length > 0) return { files, plain: [] }
  const shown = shownPath(repository.base, absolute)
  throw new InputError(`no such file: ${shown} is not among those that ${outs[0]?.at.file} tracks`)
}

/** The files in a folder's output that match globs, which are relative to it. @throws {InputError} for one without any */
export async function filesMatching(
  patterns: readonly string[],
  out: TrackedOut,
  repository: Repository,
): Promise<Selection> {
  const shown = shownPath(repository.base, out.absolute)
  if (!isFolder(out))
    throw new InputError('is a file, which holds no files', { at: { file: shown }, remedy: 'Leave out files.' })
  const all = await filesOf(out, repository)
  const matching = patterns.flatMap((pattern) => {
    const matches = wantedBy(pattern, out.absolute)
    const some = all.filter(({ absolute }) => matches(absolute))
    if (some.length > 0) return some
    throw new InputError(`no file matches ${pattern}`, {
      at: { file: shown },
      remedy: 'Globs are relative to this folder.',
    })
  })
  const wanted: Wanted = (file) => patterns.some((pattern) => wantedBy(pattern, out.absolute)(file))
  await refuseUntracked(out, all, wanted, repository)
  return { files: [...new Set(matching)], plain: [] }
}

/**
 * What a glob or a folder stands for where some of it is tracked; nothing where none is.
 * @throws {InputError} for a `.dvc` file below it that cannot be read
 */
export async function filesAround(name: string, repository: Repository): Promise<Selection | undefined> {
  const { base: start, isGlob } = picomatch.scan(name)
  const folder = path.resolve(repository.base, isGlob ? start : name)
  const { outs, faults } = await repository.tracked()
  for (const [file, fault] of faults) if (isIn(file, folder)) throw fault
  const near = outs.filter((out) => isIn(out.absolute, folder) || isIn(folder, out.absolute))
  if (near.length === 0) return undefined
  const wanted = wantedBy(isGlob ? name : `${name}/**`, repository.base)
  const files = await wantedFiles(near, wanted, repository)
  const here = await glob(isGlob ? name : `${name}/**/*`, { cwd: repository.base, absolute: true })
  const plain = here
    .map((file) => path.resolve(file))
    .filter((file) => {
      return wanted(file) && !isDvcFile(file) && !outs.some((out) => isIn(file, out.absolute))
    })
  return files.length > 0 ? { files, plain } : undefined
}

function wantedBy(pattern: string, folder: string): Wanted {
  const matches = picomatch(pattern)
  return (file) => {
    const name = shownPath(folder, file)
    return matches(name) && !isHidden(name, pattern)
  }
}

async function wantedFiles(outs: readonly TrackedOut[], wanted: Wanted, repository: Repository) {
  const found: TrackedFile[] = []
  for (const out of outs) {
    const all = await filesOf(out, repository)
    await refuseUntracked(out, all, wanted, repository)
    found.push(...all.filter(({ absolute }) => wanted(absolute)))
  }
  return found
}

/** Data beside what is tracked: leaving it out, or taking it, could both be wrong. */
async function refuseUntracked(
  out: TrackedOut,
  files: readonly TrackedFile[],
  wanted: Wanted,
  { base }: Repository,
): Promise<void> {
  if (!isFolder(out)) return
  const known = new Set(files.map(({ absolute }) => absolute))
  const others = (await workspaceFiles(out.absolute)).map((file) => path.join(out.absolute, file))
  const stray = others.find((file) => !known.has(file) && wanted(file) && isData(file))
  if (stray === undefined) return
  const name = shownPath(base, out.absolute)
  throw new InputError(`it is not among the files that ${out.at.file} tracks`, {
    at: { file: shownPath(base, stray) },
    remedy: `Add it by \`dvc add ${name}\`, or move it to another folder.`,
  })
}

function isData(file: string): boolean {
  try {
    return formatOf(file) !== undefined
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}

function hiddenIn(folder: { readonly absolute: string }, file: string): boolean {
  return isIn(file, folder.absolute) && isHidden(shownPath(folder.absolute, file), '')
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep)
}

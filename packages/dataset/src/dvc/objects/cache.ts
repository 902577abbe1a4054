import { chmod, copyFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode, replaceAtomic } from '@trainyard/ports'
import type { Repository } from '../repository.ts'
import type { TrackedFile } from '../types.ts'
import { otherDigest } from './digest.ts'
import { digestOf, objectKey } from './name.ts'

/** DVC takes an object of this mode for whole. */
const cacheMode = 0o444

/**
 * The file in the cache with a tracked file's bytes, fetched from the remote where it is not there, or broken. Its digest
 * is verified in either case.
 * @param shown name of the tracked file in messages
 * @throws {InputError} naming file, digest and remote where the remote does not hold it, or holds something else
 */
export async function cachedFile(file: TrackedFile, shown: string, fetching: Fetching): Promise<string> {
  const { repository } = fetching
  const { cache } = await repository.settings()
  const cached = path.join(cache, objectKey(file.object))
  if (await isWhole(cached, file, shown, repository)) return cached
  await replaceAtomic(cached, async (temporary) => {
    await fetchObject(file, shown, temporary, fetching)
    await chmod(temporary, cacheMode)
  })
  return cached
}

export interface Fetching {
  readonly repository: Repository
  /** Told how many bytes have come. */
  readonly progress: (bytes: number) => void
}

async function isWhole(cached: string, { object }: TrackedFile, shown: string, { services }: Repository) {
  try {
    const other = await otherDigest(cached, object)
    if (other !== undefined)
      services.log.warning(`${shown}: its copy in the cache of DVC is broken (md5 ${other}), and is fetched again`)
    return other === undefined
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return false
    throw error
  }
}

async function fetchObject(file: TrackedFile, shown: string, into: string, { repository, progress }: Fetching) {
  const { object, out } = file
  const md5 = digestOf(object)
  const refused = (message: string, remedy: string) => new InputError(message, { at: { file: shown }, remedy })
  if (out.unreachable !== undefined)
    throw refused(`md5 ${md5} cannot be fetched: ${out.unreachable}`, 'Fetch it by `dvc pull` first.')
  const remote = await repository.remote(out.remote)
  const key = objectKey(object)
  const where = `the remote '${remote.name}' (${remote.url})`
  const raw = await remote.bring(key, into, progress).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error
    const [problem] = error.problems
    throw refused(`md5 ${md5} cannot be fetched from ${where}: ${problem?.message}`, problem?.remedy ?? '')
  })
  if (raw === undefined)
    throw refused(`${where} does not hold md5 ${md5}: nothing is at ${key}`, 'Run `dvc push` where the data are.')
  const other = await otherDigest(into, object, raw)
  if (other !== undefined)
    throw refused(`${where} holds other bytes: md5 ${other}, recorded is ${md5}`, 'Remove that object, and `dvc push`.')
}

/** Copies a cached file to its place in the workspace, as `dvc checkout` does: a clone where the file system knows them. */
export async function checkOut(cached: string, absolute: string, flags: number): Promise<void> {
  await replaceAtomic(absolute, async (temporary) => {
    await copyFile(cached, temporary, flags)
    await chmod(temporary, 0o644)
  })
}

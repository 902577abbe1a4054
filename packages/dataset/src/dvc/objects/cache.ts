import { chmodSync, statSync } from 'node:fs'
import path from 'node:path'
import { InputError } from '@trainyard/ports'
import type { NewFiles } from '../remotes/types.ts'
import type { Repository } from '../repository.ts'
import type { TrackedFile } from '../types.ts'
import { otherDigest } from './digest.ts'
import { digestOf, objectKey } from './name.ts'
import { replaceFile } from './replace.ts'

/** DVC takes an object of this mode for whole. */
const cacheMode = 0o444

/** What fetching is done with. */
export interface Fetching {
  readonly repository: Repository
  /** Told how many bytes have come. */
  readonly progress: (bytes: number) => void
}

/**
 * The file in the cache with a tracked file's bytes, fetched from the remote where it is not there, or broken. Its digest
 * is verified in either case.
 * @param shown name of the tracked file in messages
 * @param copy further file that gets the bytes where they are fetched
 * @throws {InputError} naming file, digest and remote where the remote does not hold it, or holds something else
 */
export async function cachedFile(
  file: TrackedFile,
  shown: string,
  fetching: Fetching,
  copy?: string,
): Promise<{ readonly cached: string; readonly fetched: boolean }> {
  const { repository } = fetching
  const { cache } = await repository.settings()
  const cached = path.join(cache, objectKey(file.object))
  if (await isWhole(cached, file, shown, repository)) return { cached, fetched: false }
  await replaceFile(cached, async (temporary) => {
    await fetchObject(file, shown, copy === undefined ? [temporary] : [temporary, copy], fetching)
    chmodSync(temporary, cacheMode)
  })
  return { cached, fetched: true }
}

/** Puts a tracked file into the workspace, from the cache or the remote, as `dvc pull` does. @throws as `cachedFile` */
export async function checkOut(file: TrackedFile, shown: string, fetching: Fetching): Promise<void> {
  const linking = await fetching.repository.linking()
  await replaceFile(file.absolute, async (temporary) => {
    const copies = linking.copies()
    const { cached, fetched } = await cachedFile(file, shown, fetching, copies ? temporary : undefined)
    if ((copies && fetched) || (await linking.place(cached, temporary))) chmodSync(temporary, 0o644)
  })
}

async function isWhole(cached: string, { object }: TrackedFile, shown: string, { services }: Repository) {
  if (statSync(cached, { throwIfNoEntry: false }) === undefined) return false
  const other = await otherDigest(cached, object)
  if (other !== undefined)
    services.log.warning(`${shown}: its copy in the cache of DVC is broken (md5 ${other}), and is fetched again`)
  return other === undefined
}

async function fetchObject(
  file: TrackedFile,
  shown: string,
  into: NewFiles,
  { repository, progress }: Fetching,
): Promise<void> {
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
  const other = await otherDigest(into[0], object, raw)
  if (other !== undefined)
    throw refused(`${where} holds other bytes: md5 ${other}, recorded is ${md5}`, 'Remove that object, and `dvc push`.')
}

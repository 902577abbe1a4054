import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Documents, readDocument } from '@trainyard/evidence'
import type { Tracker } from '@trainyard/tracking'

/** A document of a run, fetched and checked; undefined where the run has none. */
export async function documentOf<Kind extends keyof Documents>(
  kind: Kind,
  run: string,
  tracker: Pick<Tracker, 'fetch'>,
): Promise<Documents[Kind] | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-'))
  const file = path.join(folder, `${kind}.json`)
  try {
    return (await tracker.fetch(run, `${kind}.json`, file)) ? (await readDocument(kind, file)).document : undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

import { InputError } from '@trainyard/ports'
import { experimentOf } from '../rest/experiments.ts'
import { createRun, getRun } from '../rest/runs.ts'
import type { Entry } from '../spool/entries.ts'
import { markTag } from '../spool/spool.ts'
import { factTags, ownTags, preimageFile, tagOf } from '../tags.ts'
import { type Progress, type Sending, serverRun } from './sending.ts'
import { putTexts } from './sources.ts'

/** Begins the run on the server. */
export async function sendStart(
  { at, run, source }: Extract<Entry, { do: 'start' }>,
  sending: Sending,
): Promise<Progress> {
  const { sender, spool } = sending
  const experiment = await experimentOf(sender.server, sender.experiment)
  const parent = run.parent === undefined ? undefined : await serverRun(sender, run.parent)
  const tags: Readonly<Record<string, string>> = {
    ...source,
    ...factTags(run.name, run.facts),
    ...(parent && { [tagOf.parent]: parent }),
    ...ownTags(run.tags),
    [markTag]: spool.id,
  }
  const { trial } = run.tags
  const name = trial === undefined ? `${run.name}-${spool.id.slice(-6)}` : `trial-${trial}`
  const made = await createRun(sender.server, { experiment, name, startedAt: at, tags, mark: markTag })
  const progress = { experiment, run: made.id, artifacts: made.artifactUri }
  if (tags[tagOf.preimage] === undefined) {
    const text = JSON.stringify(run.facts.cache.preimage, null, 2)
    await putTexts(sending, { uri: made.artifactUri, owner: { run_id: made.id } }, new Map([[preimageFile, text]]))
  }
  return progress
}

/** Finds the run that more is added to. @throws InputError where there is none */
export async function sendResume({ run }: Extract<Entry, { do: 'resume' }>, { sender }: Sending): Promise<Progress> {
  const id = await serverRun(sender, run)
  const found = await getRun(sender.server, id)
  if (found !== undefined && !found.deleted)
    return { experiment: found.experiment, run: id, artifacts: found.artifactUri }
  throw new InputError(`no such run: ${run}`, { remedy: 'See them: trainyard runs.' })
}

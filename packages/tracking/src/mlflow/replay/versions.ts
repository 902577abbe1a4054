import { InputError } from '@trainyard/ports'
import type { AliasMove, NewVersion } from '../../types.ts'
import { getLoggedModel } from '../models/logged.ts'
import { aliasedVersion, registerVersion, setAlias, setVersionTag } from '../models/registry.ts'
import { getRun } from '../rest/runs.ts'
import type { Entry } from '../spool/entries.ts'
import { digestTag } from '../tags.ts'
import { type Progress, type Sender, type Sending, serverRun } from './sending.ts'

/** The version of a model that is not numbered yet: the server was away when it was registered. */
export const pending = 'pending'

/** Registers the model of a run. */
export async function sendVersion(
  { version }: Extract<Entry, { do: 'register' }>,
  { sender }: Sending,
): Promise<Progress> {
  const run = await serverRun(sender, version.run)
  const { description, tags = {} } = version
  const registered = await registerVersion(
    sender.server,
    {
      model: version.model,
      run,
      ...(await sourceOf(sender, run, version)),
      ...(description && { description }),
      tags: { ...tags, [digestTag]: version.sha256 },
    },
    (milliseconds) => sender.services.clock.sleep(milliseconds),
  )
  return { version: registered.version }
}

/** The logged model with this digest; before MLflow 3, the folder `model` of the run. @throws InputError where it has neither */
async function sourceOf({ server }: Sender, run: string, { sha256 }: NewVersion) {
  const found = await getRun(server, run)
  for (const id of found?.models.toReversed() ?? [])
    if ((await getLoggedModel(server, id)).tags[digestTag] === sha256)
      return { source: `models:/${id}`, loggedModel: id }
  if (found !== undefined && found.models.length === 0) return { source: `${found.artifactUri}/model` }
  throw new InputError(`run ${run} has no model ${sha256}`, { remedy: 'Attach model/model.onnx to it first.' })
}

/** Points an alias to a version, unless it was pointed to a later one since it was asked for. */
export async function sendAlias(
  { at, move }: Extract<Entry, { do: 'alias' }>,
  { sender, sent }: Sending,
): Promise<void> {
  const { server, services } = sender
  const version = move.version === pending ? sent.version : move.version
  if (version === undefined) throw new InputError(`${move.model} has no version that waits to be registered`)
  const now = await aliasedVersion(server, move.model, move.alias)
  if (now !== undefined && now.createdAt > at && now.version !== version)
    return services.log.warning(
      `${move.model}@${move.alias} stays at version ${now.version}, which is newer than the move to version ${version}`,
    )
  await setAlias(server, move.model, move.alias, version)
  await setVersionTag(server, move.model, version, [`trainyard.alias.${move.alias}`, whoAndWhen(move, at)])
}

function whoAndWhen({ by }: AliasMove, at: number): string {
  return `${by}, ${new Date(at).toISOString()}`
}

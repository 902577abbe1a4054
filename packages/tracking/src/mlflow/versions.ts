import type { AliasMove, ModelVersion, NewVersion } from '../types.ts'
import { aliasedVersion, getVersion, type RegisteredVersion, readAliases, versionsOf } from './models/registry.ts'
import type { Sender } from './replay/sending.ts'
import { pending } from './replay/versions.ts'
import { firstEntry } from './spool/journal.ts'
import { append, type Spool, spoolsIn } from './spool/spool.ts'
import { digestTag } from './tags.ts'
import { sendNow } from './writer.ts'

/** Registers a model. Where the server is away it waits for `sync`, and its version is `pending` until then. */
export async function register(sender: Sender, version: NewVersion): Promise<ModelVersion> {
  const sent = await sendNow(sender, async () => [{ do: 'register', version }])
  const found = sent?.version && (await getVersion(sender.server, version.model, sent.version))
  return found ? inOurWords(found, found.aliases) : waiting(version, sender.services.clock.now())
}

function waiting({ model, run, sha256, description, tags = {} }: NewVersion, now: Date): ModelVersion {
  const createdAt = now.toISOString()
  return { model, version: pending, run, sha256, createdAt, aliases: [], tags, ...(description && { description }) }
}

/** Points an alias. A version that waits to be registered gets it when it is. */
export async function moveAlias(sender: Sender, move: AliasMove): Promise<void> {
  const entry = { do: 'alias', at: sender.services.clock.now().getTime(), move } as const
  const waits = move.version === pending ? await waitingFor(sender, move.model) : undefined
  if (waits) return append(waits, [entry])
  await sendNow(sender, async () => [entry])
}

/** The spool of the last version of a model that waits to be registered. */
async function waitingFor({ root }: Sender, model: string): Promise<Spool | undefined> {
  for (const spool of (await spoolsIn(root)).toReversed()) {
    const first = await firstEntry(spool)
    if (first?.do === 'register' && first.version.model === model) return spool
  }
  return undefined
}

/** By its number or by an alias; `latest` is the highest number. */
export async function findVersion({ server }: Sender, model: string, name: string): Promise<ModelVersion | undefined> {
  if (name === 'latest') return (await findVersions({ server }, model))[0]
  const found = await (/^[1-9]\d*$/.test(name) ? getVersion(server, model, name) : aliasedVersion(server, model, name))
  return found && inOurWords(found, found.aliases)
}

/** Every version, the newest first. */
export async function findVersions(
  { server }: Pick<Sender, 'server'>,
  model: string,
): Promise<readonly ModelVersion[]> {
  const versions = await versionsOf(server, model)
  const aliases = versions.length > 0 ? await readAliases(server, model) : []
  return versions.map((one) =>
    inOurWords(
      one,
      aliases.filter(({ version }) => version === one.version).map(({ alias }) => alias),
    ),
  )
}

function inOurWords(found: RegisteredVersion, aliases: readonly string[]): ModelVersion {
  const { model, version, run, createdAt, description, tags } = found
  const { [digestTag]: sha256 = '', ...own } = tags
  return {
    model,
    version,
    run,
    sha256,
    createdAt: new Date(createdAt).toISOString(),
    aliases,
    tags: own,
    ...(description && { description }),
  }
}

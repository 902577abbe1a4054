import { rm } from 'node:fs/promises'
import path from 'node:path'
import { type RunDocument, writeDocument } from '@trainyard/evidence'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import type { Plan } from '../plan.ts'
import { type Entry, openEntry, sealName } from './entry.ts'
import { cacheKey, type Way, waysOf } from './ways.ts'

/** The earlier run's model, re-hashed, where nothing that it depends on has changed since. */
export async function reuse(plan: Plan, out: string, context: Context): Promise<Entry | undefined> {
  for (const way of waysOf(context)) {
    const entry = await take(way, plan.key, out, context)
    if (entry) return reused(entry, way, out, context)
  }
  return undefined
}

async function reused({ run, model }: Entry, way: Way, out: string, { services }: Context): Promise<Entry> {
  services.log.info(`nothing that the model depends on has changed: taken from the ${way.name}`)
  const { nearest: _nearest, ...cache } = run.cache
  const { base: _base, ...rest } = run
  const document: RunDocument = { ...rest, cache: { ...cache, reused: true, from: way.name } }
  await writeDocument(path.join(out, 'run.json'), document)
  return { run: document, model }
}

/** The entry that a way leads to; one that is broken is told of, and leaves nothing behind. */
async function take(way: Way, key: string, out: string, context: Context): Promise<Entry | undefined> {
  try {
    return (await way.bring(key, out, context)) ? await openEntry(out, key) : await clear(out)
  } catch (error) {
    if (!(error instanceof InputError || error instanceof FaultError)) throw error
    context.services.log.warning(
      `the model in the ${way.name} cannot be used: ${errorMessage(error)}${advice(way, key)}`,
    )
    return clear(out)
  }
}

async function clear(out: string): Promise<undefined> {
  for (const name of ['model', 'run.json', 'profile.json', sealName])
    await rm(path.join(out, name), { recursive: true, force: true })
}

function advice({ name }: Way, key: string): string {
  return name === 'GitHub cache' ? `\nRemove it, as an entry is never replaced: gh cache delete ${cacheKey(key)}` : ''
}

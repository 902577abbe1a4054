import { cp } from 'node:fs/promises'
import path from 'node:path'
import { type RunDocument, readDocument, writeDocument } from '@trainyard/evidence'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import { type Context, exists } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import type { Plan } from './plan.ts'

/** What an earlier run leaves that a later one may take, beside its own documents. */
const kept = ['model', 'profile.json'] as const

interface Earlier {
  readonly folder: string
  readonly run: RunDocument
  readonly model: ModelPackage
}

/** The earlier run's model, re-hashed, where nothing that it depends on has changed since. */
export async function reuse(plan: Plan, out: string, context: Context): Promise<StageResult | undefined> {
  const earlier = await earlierRun(path.join(context.state, 'train'), context)
  if (earlier === undefined || earlier.run.cache.key !== plan.key) return undefined
  for (const name of kept) await cp(path.join(earlier.folder, name), path.join(out, name), { recursive: true })
  const document: RunDocument = { ...earlier.run, cache: { ...earlier.run.cache, reused: true } }
  await writeDocument(path.join(out, 'run.json'), document)
  return {
    verdict: 'pass',
    reason: document.reason,
    documents: [earlier.model.document, document],
    digest: document.model,
  }
}

/** An earlier run that is whole; a broken one is told of and trained again. */
async function earlierRun(folder: string, { services }: Context): Promise<Earlier | undefined> {
  if (!(await exists(path.join(folder, 'run.json'))) || !(await exists(path.join(folder, 'profile.json'))))
    return undefined
  try {
    const { document: run } = await readDocument('run', path.join(folder, 'run.json'))
    const model = await readModelPackage(path.join(folder, 'model'))
    return model.document.sha256 === run.model ? { folder, run, model } : undefined
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    services.log.warning(`the earlier run cannot be used and is trained again: ${error.message}`)
    return undefined
  }
}

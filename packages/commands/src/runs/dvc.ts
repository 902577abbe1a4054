import { type DvcFacts, readDvcFacts } from '@trainyard/dataset'
import { InputError } from '@trainyard/ports'
import type { ComparedSide } from './compared.ts'
import type { Opened } from './open.ts'

const prefix = 'dvc:'
const workspace = 'workspace'

/**
 * What the pipelines of DVC call parameters and metrics: `dvc:workspace`, or `dvc:HEAD~1` for any revision of Git.
 * @throws {InputError} where there is no pipeline, or no such revision
 */
export async function dvcSide(word: string, { context }: Pick<Opened, 'context'>): Promise<ComparedSide | undefined> {
  if (!word.startsWith(prefix)) return undefined
  const { services, config } = context
  const revision = word.slice(prefix.length)
  const facts = await readDvcFacts(config.folder, services, revision === workspace ? undefined : revision)
  if (!facts)
    throw new InputError(`${word}: no pipeline of DVC names parameters or metrics here`, {
      remedy: 'They stand in dvc.yaml, in a repository of DVC.',
    })
  for (const file of facts.unread) services.log.warning(`${word}: not read: ${file}`)
  return sideOfFacts(word, facts)
}

/** Names are those of DVC: the file, and the path in it. Metrics are numbers. */
export function sideOfFacts(id: string, { params, metrics }: Pick<DvcFacts, 'params' | 'metrics'>): ComparedSide {
  const parameters = namedFacts(params).map(([name, value]) => [name, value ?? 'null'] as const)
  const numbers = namedFacts(metrics).flatMap(([name, value]) =>
    typeof value === 'number' ? [{ name, step: 0, value }] : [],
  )
  return { id, parameters: Object.fromEntries(parameters), metrics: numbers }
}

function namedFacts(files: DvcFacts['params']) {
  return Object.entries(files).flatMap(([file, facts]) =>
    Object.entries(facts).map(([name, value]) => [name === '' ? file : `${file}:${name}`, value] as const),
  )
}

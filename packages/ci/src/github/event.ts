import { readFile } from 'node:fs/promises'

export type Environment = Readonly<Record<string, string | undefined>>

/** A text of the event's payload, such as `repository.default_branch`; some events do not have it. */
export async function eventText(env: Environment, ...path: readonly string[]): Promise<string | undefined> {
  const found = await eventValue(env, ...path)
  return typeof found === 'string' ? found : undefined
}

/** A value of the event's payload, of whatever type. */
export async function eventValue(env: Environment, ...path: readonly string[]): Promise<unknown> {
  const file = env['GITHUB_EVENT_PATH']
  if (!file) return undefined
  const event: unknown = JSON.parse(await readFile(file, 'utf8'))
  return path.reduce(property, event)
}

/** A value of an object; undefined where there is none, or no object. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

/** `owner/name`, as the runner says it. */
export function repositoryOf(env: Environment): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/')
  return { owner, repo }
}

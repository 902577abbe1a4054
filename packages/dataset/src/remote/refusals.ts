import { HttpError } from '@trainyard/http'
import { FaultError, InputError } from '@trainyard/ports'
import type { Store } from './types.ts'

/** Does something with a store, and puts its refusals in words. */
export async function explained<T>(store: Store, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof HttpError ? refusal(error, store, key) : error
  }
}

/** Bodies of refusals may repeat what was signed, so that only their code is shown. */
function refusal(error: HttpError, { root, login }: Store, key: string): Error {
  const file = `${root}/${root.startsWith('http') ? key.replace(/[?#].*$/s, '') : key}`
  const code = /<Code>(\w+)<\/Code>|"reason":\s*"(\w+)"/.exec(error.body)
  const said = [error.status, code?.[1] ?? code?.[2]].filter((part) => part !== undefined).join(' ')
  if (error.status === 404) return new InputError(`there is no such object or file (${said})`, { at: { file } })
  if (error.status === 401 || error.status === 403)
    return new InputError(`this may not be read (${said})`, { at: { file }, remedy: login })
  if (error.status !== undefined && error.status < 500 && error.status >= 300)
    return new InputError(`the server refuses this (${said})`, { at: { file }, remedy: login })
  if (error.status !== undefined) return new FaultError(`${file}: the server fails (${said})`, { cause: error })
  return new FaultError(`${file}: ${error.message}`, { cause: error.cause })
}

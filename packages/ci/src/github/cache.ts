import { type Cache, errorMessage, type Log } from '@trainyard/ports'
import { loadClient } from '../clients.ts'

type Client = Awaited<ReturnType<typeof loadClient<'cache'>>>

/** GitHub's cache between runs. It only saves time: whatever goes wrong in it is a warning, and the work goes on. */
export function githubCache(dist: string, log: Log): Cache {
  const attempt = async <T>(what: string, otherwise: T, work: (client: Client) => Promise<T>): Promise<T> => {
    try {
      const client = await loadClient('cache', dist)
      return client.isFeatureAvailable() ? await work(client) : otherwise
    } catch (error) {
      log.warning(`Could not ${what}: ${errorMessage(error)}. Going on without it.`)
      return otherwise
    }
  }
  return {
    name: 'GitHub cache',
    restore: (paths, key, prefixes = []) =>
      attempt('restore from the cache', false, async (client) => {
        return (await client.restoreCache([...paths], key, [...prefixes])) !== undefined
      }),
    save: (paths, key) =>
      attempt('save to the cache', undefined, async (client) => {
        await client.saveCache([...paths], key)
      }),
  }
}

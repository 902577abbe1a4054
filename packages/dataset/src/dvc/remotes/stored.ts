import { HttpError } from '@trainyard/http'
import { md5Hash } from '../../md5/index.ts'
import { download } from '../../remote/download.ts'
import { explained } from '../../remote/refusals.ts'
import type { Store } from '../../remote/types.ts'
import type { Remote, RemoteContext } from './types.ts'

/** Objects in a store, below a prefix of their keys. */
export function stored(store: Store, prefix: string, services: Pick<RemoteContext, 'clock'>): Pick<Remote, 'bring'> {
  const folder = prefix.replace(/\/+$/, '')
  return {
    bring: (key, [absolute, ...copies], progress) => {
      const object = { key: folder === '' ? key : `${folder}/${key}` }
      const file = { path: `${store.root}/${object.key}`, absolute, copies }
      return explained(store, object.key, async () => {
        try {
          const fetching = { store, services, progress, newHash: md5Hash }
          return (await download(object, file, fetching)).digest
        } catch (error) {
          if (error instanceof HttpError && error.status === 404) return undefined
          throw error
        }
      })
    },
  }
}

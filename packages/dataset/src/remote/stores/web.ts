import { isLoopback, publicUrl } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import type { Address } from '../address.ts'
import type { Store, StoreContext } from '../types.ts'

const redirects = [301, 302, 303, 307, 308]
const mostRedirects = 5

/** Files of a web server, without credentials; a signed address has them in its query. @throws {InputError} for http:// */
export function openWeb({ scheme, authority }: Address, { http }: StoreContext): Store {
  const root = `${scheme}://${authority}`
  expectEncrypted(new URL(root))
  return {
    root,
    login: 'It must be readable for everybody, or by a signed address given as an input.',
    get: async ({ key }, headers) => {
      let url = new URL(`${root}/${key}`)
      for (let hops = 0; hops <= mostRedirects; hops += 1) {
        const response = await http.send({ url, headers, redirect: 'manual', expect: [...redirects, 412, 416] })
        const location = redirects.includes(response.status) ? response.headers.get('location') : null
        if (location === null) return response
        await response.body?.cancel()
        url = new URL(location, url)
        expectEncrypted(url)
      }
      throw new InputError(`it redirects more than ${mostRedirects} times`, {
        at: { file: publicUrl(`${root}/${key}`) },
        remedy: 'Name the address that holds the file.',
      })
    },
  }
}

function expectEncrypted(url: URL): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host))) return
  throw new InputError(`${publicUrl(url)} is not encrypted`, { remedy: 'Data is fetched by https:// only.' })
}

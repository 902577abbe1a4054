import { isLoopback, publicUrl } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import type { Address } from '../address.ts'
import type { Store, StoreContext } from '../types.ts'

const redirects = [301, 302, 303, 307, 308]
const mostRedirects = 5

/** Files of a web server, without credentials; a signed address has them in its query. @throws {InputError} for http:// */
export function openWeb(address: Address, context: Pick<StoreContext, 'http'>): Store {
  return openWebAs(address, context, {})
}

/**
 * Files of a web server that asks who reads them.
 * @param login headers that say so; they are sent to this host alone, wherever it redirects to
 * @throws {InputError} for http://
 */
export function openWebAs(
  { scheme, authority }: Address,
  { http }: Pick<StoreContext, 'http'>,
  login: Readonly<Record<string, string>>,
): Store {
  const root = `${scheme}://${authority}`
  const { origin } = new URL(root)
  expectEncrypted(new URL(root))
  return {
    root,
    login:
      Object.keys(login).length > 0
        ? 'Check the user and password, or the header, of this server.'
        : 'It must be readable for everybody, or by a signed address given as an input.',
    get: async ({ key }, headers) => {
      let url = new URL(`${root}/${key}`)
      for (let hops = 0; hops <= mostRedirects; hops += 1) {
        const all = url.origin === origin ? { ...headers, ...login } : headers
        const response = await http.send({ url, headers: all, redirect: 'manual', expect: [...redirects, 412, 416] })
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

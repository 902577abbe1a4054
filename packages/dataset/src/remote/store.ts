import type { HttpClient } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import type { DataServices } from '../sources/place.ts'
import type { Address } from './address.ts'

/** An object of a store, or a file of a server. */
export interface StoredObject {
  readonly key: string
  /** Known where it was listed. */
  readonly bytes?: number
  readonly etag?: string
  /** Version or generation. */
  readonly version?: string
}

/** Where files lie that are not on this machine. Credentials, signatures and redirects are its own matter. */
export interface Store {
  /** What stands before a key in an address: `s3://bucket`. */
  readonly root: string
  /** Objects whose keys begin with a prefix, page by page. Servers of plain files list nothing. */
  readonly list?: (prefix: string) => AsyncIterable<readonly StoredObject[]>
  /** Asks for the bytes of an object; 412 and 416 are answers. @throws HttpError for other refusals */
  get(object: StoredObject, headers: Readonly<Record<string, string>>): Promise<Response>
  /** What to check where the store refuses: which credentials were used, or could be given. */
  readonly login: string
}

/** What a store is made with. */
export interface StoreContext extends Pick<DataServices, 'env' | 'clock'> {
  readonly http: HttpClient
  /** Hides a secret in the log. */
  readonly mask: (secret: string) => void
}

type Open = (address: Address, context: StoreContext) => Store | Promise<Store>

/** Every kind of store, by scheme. Each is loaded when it is asked for. A new one is a file and a line here. */
const stores: Readonly<Record<string, () => Promise<Open>>> = {
  https: async () => (await import('./stores/web.ts')).openWeb,
  http: async () => (await import('./stores/web.ts')).openWeb,
  s3: async () => (await import('./stores/s3.ts')).openS3,
  gs: async () => (await import('./stores/google.ts')).openGoogle,
  az: async () => (await import('./stores/azure.ts')).openAzure,
  abfss: async () => (await import('./stores/azure.ts')).openAzure,
}

/** The store that an address names. @throws {InputError} for a scheme that is not known */
export async function openStore(address: Address, context: StoreContext): Promise<Store> {
  const { scheme } = address
  const load = Object.hasOwn(stores, scheme) ? stores[scheme] : undefined
  if (load) return (await load())(address, context)
  throw new InputError(`addresses of the kind ${scheme}:// are not known`, {
    remedy: 'Known are https://, s3://, gs://, az:// and abfss://.',
  })
}

import type { HttpAnswer, HttpClient } from '@trainyard/http'
import type { DataServices } from '../sources/place.ts'

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
  get(object: StoredObject, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>
  /** What to check where the store refuses: which credentials were used, or could be given. */
  readonly login: string
}

/** What a store is made with. */
export interface StoreContext extends Pick<DataServices, 'env' | 'clock'> {
  readonly http: HttpClient
  /** Hides a secret in the log. */
  readonly mask: (secret: string) => void
}

import type { StoreContext } from '../../remote/types.ts'
import type { Environment } from '../config/levels.ts'
import type { RemoteSettings } from '../config/remote.ts'

/** Where DVC keeps objects outside this machine, or in another folder of it. */
export interface Remote {
  readonly name: string
  /** Its address, without credentials. */
  readonly url: string
  /**
   * Brings an object to new files, the same bytes to each.
   * @returns the md5 of its bytes; undefined where the remote does not hold it
   */
  bring(key: string, into: NewFiles, progress: (bytes: number) => void): Promise<string | undefined>
}

/** At least one. */
export type NewFiles = readonly [string, ...string[]]

/** A way to open remotes of one kind. */
export interface RemoteKind {
  /** Settings that are read, beside those that have no bearing on reading. */
  readonly takes: readonly string[]
  readonly open: (settings: RemoteSettings, context: RemoteContext) => Promise<Pick<Remote, 'bring'>>
}

export interface RemoteContext extends Omit<StoreContext, 'env'> {
  readonly env: Environment
}

import type { Split } from '@trainyard/evidence'
import type { Fetch } from '@trainyard/http'
import type { LocateServices } from '@trainyard/native'
import type { Services } from '@trainyard/ports'
import type { DvcRules, Engine } from '../types.ts'

/** What opening data needs of the world. */
export type DataServices = LocateServices & Pick<Services, 'fetch' | 'clock'>

/** What fetching files needs of it. */
export type FetchServices = Pick<DataServices, 'log' | 'clock' | 'env'> & { readonly fetch: Fetch }

/** Where sources are looked for, and what helps to get them. */
export interface Place {
  /** Folder that paths are relative to. */
  readonly base: string
  readonly engine: Engine
  readonly services: DataServices
  /** Share that all rows belong to; none where they are split by rule. */
  readonly split?: Split
  readonly dvc?: DvcRules
}

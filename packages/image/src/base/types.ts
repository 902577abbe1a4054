import type { ImageDocument } from '@trainyard/evidence'
import type { ContainerConfig, HistoryEntry, Layer, Platform } from '@trainyard/oci'

/** What the layers of a model go on top of. */
export interface Base {
  readonly platform: Platform
  readonly layers: readonly Layer[]
  /** What the base itself says about its containers. */
  readonly container: ContainerConfig
  readonly history: readonly HistoryEntry[] | undefined
  /** How Node is called in the image: an absolute path, or a name on its PATH. */
  readonly node: string
  readonly document: ImageDocument['base']
}

import type { EvaluationDocument, ImageDocument, LayerDocument } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import type { LocateServices } from '@trainyard/native'
import type { Layer } from '@trainyard/oci'
import type { Services } from '@trainyard/ports'

export interface ImageRequest {
  readonly model: ModelPackage
  /** `evaluation.json` of this model and the digest of its bytes. */
  readonly evaluation?: { readonly document: EvaluationDocument; readonly sha256: string }
  /** `image.unevaluated: allow`: builds without an evaluation. A failed one is refused all the same. */
  readonly unevaluated: boolean
  /** `node24`, or the reference of an image with Node. */
  readonly base: string
  /** Folders of the built programs that go into the image. */
  readonly programs: { readonly server: string; readonly worker: string }
  /** What the model is called; becomes the image's title. */
  readonly name: string
  /** Folder that `image.json` is going to lie in: paths in it are relative to this one. */
  readonly out: string
  /** Folder of the OCI layout. */
  readonly layout: string
  /** File for `docker load`. */
  readonly archive?: string
  /** Repository, with a tag or without, that the image is pushed to. */
  readonly push?: string
  /** Further labels, such as `org.opencontainers.image.revision`. */
  readonly labels?: Readonly<Record<string, string>>
}

export type ImageServices = LocateServices & Pick<Services, 'clock' | 'fetch'>

/** `image.json` without what every document begins with. */
export type ImageBody = Omit<
  ImageDocument,
  'kind' | 'schemaVersion' | 'createdAt' | 'tool' | 'subjects' | 'inputs' | 'verdict' | 'reason'
>

/** A layer and what it is for. */
export interface ImageLayer {
  readonly name: LayerDocument['name']
  readonly layer: Layer
}

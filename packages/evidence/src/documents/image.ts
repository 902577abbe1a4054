import type { DocumentHead, Subject, Verdict } from './common.ts'

export interface LayerDocument {
  readonly name: 'base' | 'runtime' | 'server' | 'model'
  readonly digest: string
  readonly mediaType: string
  /** Compressed bytes. */
  readonly size: number
  /** The blob was already there. */
  readonly reused: boolean
}

export interface EvaluationReference {
  readonly sha256: string
  readonly verdict: Verdict
}

export interface ImageDocument extends DocumentHead<'image'> {
  /** Digest of the manifest, `sha256:…`. */
  readonly digest: string
  readonly mediaType: string
  readonly platform: { readonly os: string; readonly architecture: string }
  readonly reference?: string
  /** Folder of the OCI layout, relative to this document. */
  readonly layout?: string
  readonly archive?: string
  readonly base: {
    readonly reference: string
    readonly digest?: string
    /** Every file taken from the machine, such as its C library, by its bytes. */
    readonly files: readonly Subject[]
  }
  readonly layers: readonly LayerDocument[]
  /** Sum of the compressed layers, bytes. */
  readonly size: number
  /** Digest of `model.onnx`. */
  readonly model: string
  /** `null` where the image was allowed without one. */
  readonly evaluation: EvaluationReference | null
}

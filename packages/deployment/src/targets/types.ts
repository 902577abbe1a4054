import type { EvaluationReference, ImageDocument } from '@trainyard/evidence'
import type { DeployServices, TargetConfig } from '../types.ts'

/** One image on one target. */
export interface Revision {
  /** First twelve digits of the image's digest. */
  readonly revision: string
  /** Digest of the image's manifest, `sha256:…`. */
  readonly image: string
  /** Digest of `model.onnx`. */
  readonly model: string
  readonly evaluation: EvaluationReference | null
  readonly unevaluated: boolean
}

/** An image, and the folder that the paths in its document are relative to. */
export interface ImageSource {
  readonly document: ImageDocument
  readonly folder: string
}

/** A server that was started for a look at it. */
export interface Trial {
  readonly url: string
  stop(): Promise<void>
}

export interface Serving extends Revision {
  readonly url: string
  readonly running: boolean
}

export interface TargetStatus {
  readonly current?: Serving
  readonly previous?: Revision
}

/** How a switch ended. Where it failed, whatever served before serves again. */
export type Switched =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string; readonly restored: boolean }

/** A place where images are served. It remembers the current revision and the one before. */
export interface Target {
  status(): Promise<TargetStatus>
  /** Gets an image there. @throws InputError where it cannot be served there. */
  prepare(revision: Revision, source: ImageSource): Promise<void>
  /** Starts a prepared image on a port that nobody knows. */
  trial(revision: Revision): Promise<Trial>
  /** Lets a prepared image serve in place of the current one, and makes that the previous one. */
  switchTo(revision: Revision): Promise<Switched>
  stop(): Promise<void>
  /** Copies `model.onnx` and `model.json` of the current revision into a new folder. */
  copyModel(revision: Revision, into: string): Promise<void>
  /** Removes what an ephemeral check has left. */
  discard(revision: Revision): Promise<void>
}

export type OpenTarget = (config: TargetConfig, services: DeployServices, ephemeral: boolean) => Promise<Target>

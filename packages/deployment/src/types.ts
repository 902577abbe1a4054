import type { DeploymentDocument, EvaluationDocument, ImageDocument, Subject, Verdict } from '@trainyard/evidence'
import type { Predictions } from '@trainyard/model'
import type { Batch, Services } from '@trainyard/ports'

export type DeployServices = Pick<Services, 'log' | 'clock' | 'exec' | 'fetch' | 'env' | 'interactive'>

/** Where a model is served. */
export interface TargetConfig {
  readonly kind: 'local' | 'docker'
  /** Name of the deployment: one image of this name serves at a time. */
  readonly name: string
  /** Address to serve on. */
  readonly host: string
  /** Port to serve on; 0 takes any that is free. */
  readonly port: number
  /** Folder of the local target's state. The Docker target keeps its state in the engine. */
  readonly state: string
  /** Path of the Node program that runs a local server. */
  readonly node: string
}

/** Rows, and what the evaluation saw the model answer. */
export interface Cases {
  readonly batch: Batch
  readonly expected: Predictions
}

export interface DeployRequest {
  /** `image.json`, and the folder it lies in: its paths are relative to that. */
  readonly image: { readonly document: ImageDocument; readonly folder: string }
  /** `evaluation.json` and the digest of its bytes. */
  readonly evaluation?: { readonly document: EvaluationDocument; readonly sha256: string }
  /** `allow`: a missing evaluation is let through and recorded. A failed one is refused all the same. */
  readonly unevaluated: 'refuse' | 'allow'
  readonly target: TargetConfig
  /** Start, compare the answers, stop. */
  readonly ephemeral: boolean
  /** Left out: the answers are not compared. */
  readonly cases?: Cases
}

/** `deployment.json` without what every document begins with. */
export type DeploymentBody = Omit<
  DeploymentDocument,
  'kind' | 'schemaVersion' | 'createdAt' | 'tool' | 'subjects' | 'inputs' | 'verdict' | 'reason'
>

/** What `deployment.json` begins with, apart from the time and the tool. */
export interface DeploymentHead {
  readonly subjects: readonly Subject[]
  readonly inputs: readonly Subject[]
  readonly verdict: Verdict
  readonly reason: string
}

export interface Deployed {
  readonly body: DeploymentBody
  readonly head: DeploymentHead
}

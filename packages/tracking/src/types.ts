import type { MetricPoint } from '@trainyard/evidence'
import type { Services } from '@trainyard/ports'

export type Scalar = string | number | boolean

/** Where runs and models are kept. One interface for a directory, a branch of the repository and a server. */
export interface Tracker {
  /** For logs: `directory .trainyard/track`. */
  readonly name: string
  /** Begins a run; it is `running` until its handle ends it. */
  start(run: NewRun): Promise<RunHandle>
  /** A run that was begun before, so that more can be added: what an evaluation found of it, for example. */
  resume(id: string): Promise<RunHandle>
  /** Runs that match, the newest first. Their metrics are the last value of each. */
  runs(filter?: RunFilter): Promise<readonly TrackedRun[]>
  /** One run with every point and file; undefined where there is none of that id. */
  run(id: string): Promise<RunDetails | undefined>
  /**
   * Copies a file of a run, its bytes hashed while they arrive and held against what was recorded when they were attached.
   * @param file as in `RunDetails.files`
   * @param into the file to write; whole or not at all
   * @returns whether the tracker has it
   * @throws InputError where the bytes are not those that were recorded
   */
  fetch(id: string, file: string, into: string): Promise<boolean>
  /** Gives a run's model the next version of a registered model; the model is made where there is none of that name. */
  register(version: NewVersion): Promise<ModelVersion>
  /** The version with this number, or the one that an alias points to; undefined where there is none. */
  version(model: string, aliasOrVersion: string): Promise<ModelVersion | undefined>
  /** Every version of a registered model, the newest first. */
  versions(model: string): Promise<readonly ModelVersion[]>
  /** Points an alias such as `champion` to a version; it may have pointed to another. @throws InputError for no such version */
  alias(move: AliasMove): Promise<void>
}

/** What is known of a run before it trains. */
export interface RunFacts {
  /** The command, or `built-in`. */
  readonly trainer: string
  readonly parameters: Readonly<Record<string, Scalar>>
  readonly seed: number
  readonly cache: {
    /** sha256 over the pre-image. */
    readonly key: string
    readonly preimage: Readonly<Record<string, string>>
  }
  /** Digest of the dataset. */
  readonly dataset: string
  /** Commit of the code, where there is one. */
  readonly commit?: string
}

export interface NewRun {
  /** The project: `name` of the configuration. Its runs are listed together, and its model is registered by this name. */
  readonly name: string
  /** Id of the run that this one is a part of: a trial of a search, for example. */
  readonly parent?: string
  readonly facts: RunFacts
  readonly tags: Readonly<Record<string, string>>
}

/** A run while something is added to it. */
export interface RunHandle {
  readonly id: string
  /** Where a person can look at it, where there is such a place. */
  readonly url?: string
  /** Variables by which a command logs to this very run, where it talks to the tracker itself. */
  readonly env?: Readonly<Record<string, string>>
  log(points: readonly MetricPoint[]): Promise<void>
  attach(files: readonly NewFile[]): Promise<void>
  tag(tags: Readonly<Record<string, string>>): Promise<void>
  end(end: RunEnd): Promise<void>
}

/** A file to keep with a run. */
export interface NewFile {
  /** Its name in the run, with forward slashes: `model/model.onnx`. */
  readonly file: string
  /** Where its bytes are now. */
  readonly from: string
}

export const runStatuses = ['running', 'finished', 'failed', 'killed'] as const
export type RunStatus = (typeof runStatuses)[number]

/** How a run ended, and what is known only then. */
export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>
  /** Digest of `model.onnx`. */
  readonly model?: string
  /** Parameters with the trainer's own defaults filled in. */
  readonly parameters?: Readonly<Record<string, Scalar>>
  readonly environment?: Readonly<Record<string, string>>
  /** In a line: how well it went, or why it did not. */
  readonly reason?: string
}

/** Only what is named must match. */
export interface RunFilter {
  /** The project. */
  readonly name?: string
  /** The cache key. */
  readonly key?: string
  /** Digest of the model. */
  readonly model?: string
  readonly parent?: string
  readonly status?: RunStatus
  /** At most so many. */
  readonly atMost?: number
}

export interface TrackedRun {
  readonly id: string
  readonly url?: string
  readonly name: string
  readonly parent?: string
  readonly status: RunStatus
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly endedAt?: string
  readonly facts: RunFacts
  readonly tags: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly model?: string
  readonly reason?: string
  /** Last value of each metric. */
  readonly metrics: Readonly<Record<string, number>>
}

export interface RunDetails extends TrackedRun {
  readonly points: readonly MetricPoint[]
  readonly files: readonly TrackedFile[]
}

export interface TrackedFile {
  /** Its name in the run, with forward slashes. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

export interface NewVersion {
  /** Name of the registered model. */
  readonly model: string
  /** The run that made it. It holds `model/model.onnx`. */
  readonly run: string
  /** Digest of `model.onnx`. */
  readonly sha256: string
  readonly description?: string
  readonly tags?: Readonly<Record<string, string>>
}

export interface ModelVersion {
  readonly model: string
  /** `1`, `2`, …: a number, as text; `pending` while a server is away, until `trainyard sync`. */
  readonly version: string
  readonly run: string
  readonly sha256: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly aliases: readonly string[]
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
}

export interface AliasMove {
  readonly model: string
  readonly alias: string
  readonly version: string
  /** Who moved it: a person, or the workflow run that did. */
  readonly by: string
}

/** What trackers need of the world. */
export type TrackServices = Pick<Services, 'clock' | 'fetch' | 'exec' | 'env' | 'log'>

/** What a tracker is opened with. */
export interface TrackPlace {
  /** Folder of the configuration. */
  readonly folder: string
  /** `.trainyard` beside it. */
  readonly state: string
  /** `name` of the configuration. */
  readonly project: string
}

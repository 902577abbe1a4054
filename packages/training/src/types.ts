import type { Dataset } from '@trainyard/dataset'
import type { MetricPoint, ParityDocument, Subject, Target } from '@trainyard/evidence'
import type { ModelPackage, Predictor } from '@trainyard/model'
import type { Services } from '@trainyard/ports'

export type ParamValue = string | number | boolean

export type ShareFormat = 'parquet' | 'csv'

export interface ParityLimits {
  /** Greatest difference of a probability, or of a number relative to its size. */
  readonly tolerance: number
  /** Share of the rows, 0 … 1, that may differ by more. */
  readonly differing: number
}

export interface TrainRequest {
  readonly name: string
  readonly dataset: Dataset
  readonly target: Target
  readonly params: Readonly<Record<string, ParamValue>>
  readonly seed: number
  /** The user's own command; left out: the built-in trainer. */
  readonly run?: string
  /** Folder the command starts in: that of the configuration. */
  readonly folder: string
  /** Names of further environment variables that the command may see. */
  readonly env: readonly string[]
  readonly timeoutMs?: number
  /** Threads that the command may use; left out: as many as there are cores. */
  readonly threads?: number
  /** The built worker that the built-in trainer computes in, so that trials run side by side; left out: this thread. */
  readonly worker?: string
  /** Format of the shares that the command gets; Parquet by default. */
  readonly format?: ShareFormat
  /** Command line of the Python that converts models; by default the one that `run` starts, else `python3`. */
  readonly python?: string
  /** What the command sees beside the contract's own variables, such as the address of a tracker and the run's id. */
  readonly extraEnvironment?: Readonly<Record<string, string>>
  /** How far a converted model may differ from the original. */
  readonly parity?: ParityLimits
  /** Whether answers of single rows may be told. */
  readonly values?: 'hidden' | 'shown'
  /** Folder that becomes `model/`. */
  readonly out: string
  /** Digest of the dataset, and what else the model was made from. */
  readonly datasetDigest: string
  readonly inputs: readonly Subject[]
  /** Loads a model off the calling thread. */
  readonly open: (model: ModelPackage) => Promise<Predictor>
}

export interface TrainedModel {
  readonly model: ModelPackage
  /** In one line: `built-in mlp, 40 epochs, validation loss 0.041`. */
  readonly summary: string
  readonly parameters: Readonly<Record<string, ParamValue>>
  readonly environment: Readonly<Record<string, string>>
  readonly metrics: readonly MetricPoint[]
  /** How the converted model was compared with the original; absent where nothing was converted. */
  readonly parity?: ParityDocument
}

/** A conversion whose answers are not those of the original: there is no model, and `parity` says why. */
export interface UnequalModel extends Omit<TrainedModel, 'model' | 'parity'> {
  readonly model?: undefined
  readonly parity: ParityDocument
}

export type TrainServices = Pick<Services, 'log' | 'clock' | 'exec' | 'env' | 'dist'>

/** A way to make a model. Adding one touches its file and the list in `trainers/index.ts`. */
export interface Trainer {
  readonly name: string
  /** Whether this trainer is meant by the request. */
  takes(request: TrainRequest): boolean
  train(request: TrainRequest, services: TrainServices): Promise<TrainedModel | UnequalModel>
}

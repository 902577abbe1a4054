import type { Position } from '@trainyard/ports'
import type { EvaluateConfig } from './evaluate.ts'

/** `trainyard.yml`, checked, with its defaults filled in. Paths are as the user wrote them, relative to `folder`. */
export interface Config {
  readonly file: string
  readonly folder: string
  readonly name: string
  readonly data?: DataConfig
  readonly validate: ValidateConfig
  readonly train: TrainConfig
  readonly track: TrackConfig
  readonly evaluate: EvaluateConfig
  readonly image: ImageConfig
  /** Absent: the ephemeral check. */
  readonly deploy?: DeployConfig
  readonly drift: DriftConfig
  readonly card?: CardConfig
  readonly attestation: AttestationConfig
  readonly report: ReportConfig
  /** Place of a key in the file, such as `['evaluate', 'gates', 0]`; of the nearest parent where it is not there. */
  position(path: readonly (string | number)[]): Position
}

/** Where rows come from. A text is a file, a folder, a glob or an address. */
export type RowsConfig = string | FilesConfig | DeltaConfig | DvcConfig | QueryConfig

export interface FilesConfig {
  readonly files: readonly string[]
  /** Whether folders named `column=value` are columns. */
  readonly partitions: 'columns' | 'ignore'
  /** Format of all files, where their names do not tell it. */
  readonly format?: 'csv' | 'tsv' | 'jsonl' | 'parquet'
}

/** A Delta Lake table: at its latest version where no other is named. */
export interface DeltaConfig {
  /** Its folder. */
  readonly delta: string
  readonly version?: number
  /** The version that was there at this time: ISO 8601, UTC where no zone is said. */
  readonly timestamp?: string
}

/** What DVC tracks. */
export interface DvcConfig {
  /** A `.dvc` file, or the path that one, or a `dvc.lock`, tracks. */
  readonly dvc: string
  /** Globs of files in it, where it is a folder; absent: all. */
  readonly files?: readonly string[]
  readonly partitions: 'columns' | 'ignore'
  readonly format?: 'csv' | 'tsv' | 'jsonl' | 'parquet'
}

/** One SELECT, as text or in a file. */
export interface QueryConfig {
  readonly query: string | { readonly file: string }
  /** Name of the environment variable that holds the connection string. */
  readonly connection: string
  /** Longest time that the database may take. */
  readonly timeoutMs: number
}

export interface DataConfig {
  readonly train: readonly RowsConfig[]
  readonly validation?: readonly RowsConfig[]
  readonly test?: readonly RowsConfig[]
  /** Column to predict; several: labels that a row may have, a column of 0 and 1 each. */
  readonly target?: string | readonly string[]
  readonly id?: string
  readonly time?: string
  readonly weight?: string
  readonly ignore: readonly string[]
  readonly types: Readonly<Record<string, string>>
  readonly split: {
    /** Shares 0 … 1; the file may say `20%`. */
    readonly test: number
    readonly validation: number
    readonly seed: number
    readonly by?: 'hash' | 'time'
  }
  readonly dvc: DvcRulesConfig
}

/** What to do with data that DVC tracks. */
export interface DvcRulesConfig {
  /** Stages that `dvc repro` runs first; an empty list: all; absent: none. */
  readonly repro?: readonly string[]
  /** Whether what they made is pushed. */
  readonly push: boolean
  /** Whether files that are fetched are put into the workspace too. */
  readonly checkout: boolean
}

export interface ValidateConfig {
  readonly suite?: string
  /** File that keeps what earlier runs observed. */
  readonly history?: string
  readonly suiteParameters?: Readonly<Record<string, unknown>>
  readonly environment?: string
  readonly untranslated: 'warn' | 'fail'
  readonly warnings?: { readonly atMost: number }
  /** Rows of each failed check that are told. */
  readonly failingRows: { readonly atMost: number }
}

export interface TrainConfig {
  /** Command of the user's own trainer; absent: the built-in one. */
  readonly run?: string
  readonly params: Readonly<Record<string, string | number | boolean>>
  /** Absent: one training with `params`. */
  readonly search?: SearchConfig
  readonly seed: number
  /** Names of environment variables that the command may see. */
  readonly env: readonly string[]
  /** Globs of the tracked files that the cache key covers. */
  readonly code: readonly string[]
  /** Format of the shares that the command gets. */
  readonly format: 'parquet' | 'csv'
  /** Command line of the Python that converts models; absent: the one that `run` starts. */
  readonly python?: string
  /** How far a converted model may differ from the original: per row, and the share of rows (0 … 1) that may differ by more. */
  readonly parity: { readonly tolerance: number; readonly differing: number }
  readonly timeoutMs?: number
}

/** Trainings with other parameters, of which the best becomes the model. */
export interface SearchConfig {
  readonly method: 'grid' | 'random'
  /** Of a random search; absent: 20. */
  readonly trials?: number
  readonly space: Readonly<Record<string, SearchDimension>>
  /** `max roc_auc`, `min loss`. */
  readonly best: string
  /** Trials at the same time; absent: as the trainer bears it. */
  readonly parallel?: number
}

/** What a parameter may be. */
export type SearchDimension = readonly (string | number | boolean)[] | SearchRange

export interface SearchRange {
  readonly from: number
  readonly to: number
  /** Absent: linear. */
  readonly scale?: 'linear' | 'log'
  readonly integer?: boolean
  /** Values that a grid takes. */
  readonly steps?: number
}

export interface TrackConfig {
  readonly to: 'directory' | 'mlflow'
  /** Folder of the directory, or address of the server. */
  readonly uri?: string
  /** Experiment of the MLflow server; absent: the project's name. */
  readonly experiment?: string
  /** Branch of the repository that the directory is also kept in. */
  readonly branch?: string
}

export interface ImageConfig {
  /** `node24`, or a reference in a registry. */
  readonly base: string
  readonly push?: string
  readonly unevaluated: 'refuse' | 'allow'
}

export interface DeployConfig {
  readonly target: 'local' | 'docker'
  readonly port: number
  readonly host?: string
  /** Folder where the target's state lives, so that `undo` finds its way. */
  readonly state: string
  readonly ephemeral: boolean
  readonly unevaluated: 'refuse' | 'allow'
}

export interface DriftConfig {
  /** Rows to look at: files or globs of tables or prediction logs. */
  readonly source: readonly string[]
  /** Family-wise false-alarm rate of one check, 0 … 1; by default 0.05. */
  readonly falseAlarms: number
  readonly retrain: { readonly when: readonly ('drift' | 'performance')[]; readonly workflow: string }
}

/** Signatures of evaluations: whether they are made, whether they are needed, and who must have signed. */
export interface AttestationConfig {
  readonly make: 'auto' | 'true' | 'false'
  /** Whether a model without a valid one is refused by what comes after the evaluation. */
  readonly required: boolean
  /** `owner/name`; absent: the repository of the run. */
  readonly repository?: string
  readonly workflow?: string
  readonly ref?: string
  /** File with what is trusted. */
  readonly trustedRoot?: string
}

/** Words of the model card. */
export interface CardConfig {
  readonly summary?: string
  readonly intendedUse?: string
  readonly outOfScope?: string
  readonly limitations?: string
  /** As SPDX names it. */
  readonly license?: string
  readonly owners: readonly string[]
  readonly references: readonly string[]
}

export interface ReportConfig {
  readonly values: 'hidden' | 'shown'
  /** Further reports, beside the page. */
  readonly formats: readonly ('sarif' | 'junit')[]
}

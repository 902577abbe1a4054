import type { RawGate } from './gates.ts'
import type { AttestationConfig, CardConfig, ReportConfig, SearchConfig, TrackConfig } from './types/config.ts'
import type { ThresholdConfig } from './types/evaluate.ts'

/** `trainyard.yml` after its check and with its defaults, in the file's own spelling. */
export interface RawConfig {
  readonly name: string
  readonly data?: RawData
  readonly validate: {
    readonly suite?: string
    readonly history?: string
    readonly 'suite-parameters'?: Readonly<Record<string, unknown>>
    readonly environment?: string
    readonly untranslated: 'warn' | 'fail'
    readonly warnings?: { readonly 'at-most': number }
    readonly 'failing-rows': { readonly 'at-most': number }
  }
  readonly train: {
    readonly run?: string
    readonly params: Readonly<Record<string, string | number | boolean>>
    readonly search?: SearchConfig
    readonly seed: number
    readonly env: readonly string[]
    readonly code: readonly string[]
    readonly format: 'parquet' | 'csv'
    readonly python?: string
    readonly parity: { readonly tolerance: number; readonly differing: number }
    readonly timeout?: number
  }
  readonly track: TrackConfig
  readonly evaluate: {
    readonly gates: readonly RawGate[]
    readonly import: string | readonly string[]
    readonly 'import-margin'?: number
    readonly untranslated: 'fail' | 'warn'
    readonly inconclusive: 'fail' | 'estimate' | 'pass'
    readonly champion?: string
    readonly 'first-model': 'refuse' | 'floors'
    readonly group?: string
    readonly metrics: Readonly<Record<string, RawMetric>>
    readonly threshold?: number | ThresholdConfig
    readonly slices: {
      readonly 'at-least': number
      readonly find: readonly string[]
      readonly where: Readonly<Record<string, string>>
    }
    readonly requires: readonly ('validation' | 'parity' | 'no-leaks')[]
    readonly leaks: { readonly above: number; readonly allow: readonly string[] }
    readonly overlap: number
    readonly load: { readonly requests: number; readonly 'at-most': number }
  }
  readonly image: { readonly base: string; readonly push?: string; readonly unevaluated: 'refuse' | 'allow' }
  readonly deploy?: {
    readonly target: 'local' | 'docker'
    readonly port: number
    readonly host: string
    readonly state: string
    readonly ephemeral: boolean
    readonly unevaluated: 'refuse' | 'allow'
  }
  readonly drift: {
    readonly source?: string | readonly string[]
    readonly 'false-alarms': number
    readonly retrain: { readonly when: readonly ('drift' | 'performance')[]; readonly workflow: string }
  }
  readonly card?: Omit<CardConfig, 'intendedUse' | 'outOfScope'> & {
    readonly 'intended-use'?: string
    readonly 'out-of-scope'?: string
  }
  readonly attestation: Omit<AttestationConfig, 'make' | 'trustedRoot'> & {
    readonly make: 'auto' | boolean
    readonly 'trusted-root'?: string
  }
  readonly report: ReportConfig
}

/** A metric of the user's own: which of its keys go together is checked in `rules.ts`. */
export interface RawMetric {
  readonly better: 'higher' | 'lower'
  readonly sql?: string
  readonly run?: readonly string[]
  readonly env: readonly string[]
  readonly format: 'parquet' | 'csv'
  readonly timeout: number
}

/** Short and long forms of where rows come from. */
export type RawRows = string | readonly string[] | RawSource

/** The long form: which of its keys go together is checked in `rules.ts`. */
export interface RawSource {
  readonly files?: string | readonly string[]
  readonly partitions: 'columns' | 'ignore'
  readonly format?: 'csv' | 'tsv' | 'jsonl' | 'parquet'
  readonly dvc?: string
  readonly delta?: string
  readonly version?: number
  readonly timestamp?: string
  readonly query?: string
  readonly 'query-file'?: string
  readonly connection?: string
  readonly timeout: number
}

export interface RawData {
  readonly train: RawRows
  readonly validation?: RawRows
  readonly test?: RawRows
  readonly target?: string | readonly string[]
  readonly id?: string
  readonly time?: string
  readonly weight?: string
  readonly ignore: readonly string[]
  readonly types: Readonly<Record<string, string>>
  readonly split: {
    readonly test: number
    readonly validation: number
    readonly seed: number
    readonly by?: 'hash' | 'time'
  }
  readonly dvc: {
    readonly repro: boolean | string | readonly string[]
    readonly push: boolean
    readonly checkout: boolean
  }
}

import type { Services } from '@trainyard/ports'
import type { Paper } from './print.ts'

/** What the commands of this package need of a terminal. */
export interface Terminal {
  readonly out: Paper
  readonly err: Paper
  services(options: { readonly json: boolean; readonly verbose: boolean }): Services
}

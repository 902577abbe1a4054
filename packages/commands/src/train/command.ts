import type { Config } from '@trainyard/config'
import type { TrainRequest } from '@trainyard/training'

type CommandSettings = Pick<TrainRequest, 'format' | 'python' | 'parity' | 'values'>

/** What the configuration says of the user's own command, beside the command itself. */
export function commandSettings({ train, report }: Config): CommandSettings {
  const { format, python, parity } = train
  return { format, parity, values: report.values, ...(python !== undefined && { python }) }
}

import { table, text } from '../core/table.ts'

export { type SyncResult, syncRuns } from './sync.ts'

/** Flags of `trainyard sync`. */
export const syncInputs = table({
  config: text('Configuration file.').optional('`trainyard.yml`'),
  'working-directory': text('Folder that relative paths start from.').optional('`.`'),
})

import { files, table, text } from '../core/table.ts'

/** Flags of `trainyard run`. Everything else stands in the configuration. */
export const runInputs = table({
  config: text('Configuration file.').optional('`trainyard.yml`'),
  'working-directory': text('Folder that relative paths start from.').optional('`.`'),
  check: files('After the deployment, check each of these files of rows for drift.').optional('no check'),
})

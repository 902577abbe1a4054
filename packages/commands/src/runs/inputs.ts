import { count, flag, table, text } from '../core/table.ts'

/** Flags of `trainyard runs`. */
export const runsInputs = table({
  config: text('Configuration file.').optional('`trainyard.yml`'),
  'working-directory': text('Folder that relative paths start from.').optional('`.`'),
  'at-most': count('Newest runs to list.').default('20'),
  all: flag('List the trials of searches too.').default('false'),
})

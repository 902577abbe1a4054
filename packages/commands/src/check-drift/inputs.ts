import { configPaths, namedRows } from '../core/config-path.ts'
import { choice, file, files, flag, number, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  data: files("New rows: tables, or the server's prediction log.").from('drift.source', (config) =>
    configPaths(config, config.drift.source),
  ),
  profile: file('profile.json of the model, to compare with.').stage('train', 'profile.json').optional(),
  reference: files('Table to compare with instead of a profile.')
    .from('data.train', (config) => configPaths(config, namedRows(config.data?.train)))
    .optional(),
  'false-alarms': number('Chance that a check without any drift finds some, over all columns together.').from(
    'drift.false-alarms',
    ({ drift }) => drift.falseAlarms,
  ),
  'fail-on': choice('Whether drift fails the step.', ['never', 'drift']).default('never'),
  dispatch: flag('Start the retraining workflow when the decision is to retrain.').default('false'),
  workflow: text('Workflow that retrains.').from('drift.retrain.workflow', ({ drift }) => drift.retrain.workflow),
  ref: text('Branch or tag to start it on.').optional("the repository's default branch"),
  token: text('Token that may start workflows (`actions: write`).').optional('`GITHUB_TOKEN` of the environment'),
  name: text('Name of this check, where there are several.').optional('none'),
})

export type Inputs = Values<typeof inputs>

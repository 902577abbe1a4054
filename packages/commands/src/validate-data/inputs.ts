import { configPath } from '../core/config-path.ts'
import { dataInputs } from '../core/data/inputs.ts'
import { choice, choices, count, file, flag, pairs, table, text, type Values } from '../core/table.ts'

export const verbs = [
  { name: 'check', description: 'Check the data.' },
  { name: 'propose', description: 'Write a suite from accepted data, to `suite`, or to expectations/<name>.json.' },
] as const

export const inputs = table({
  command: choice('What to do.', ['check', 'propose']).default('check'),
  ...dataInputs,
  suite: file(
    "Expectation suite: Great Expectations' JSON, old or new, or a suite of another tool; docs/reference/suites.md has all forms.",
  )
    .from('validate.suite', (config) => configPath(config, config.validate.suite))
    .optional('the accepted schema `trainyard.schema.json` where it is committed, else structural checks'),
  force: flag('propose: replace a suite that is there.').default('false'),
  base: text(
    'Earlier data to tell the difference from: a validation.json, a folder with one, a commit or branch, or `none`.',
  ).optional('in a pull request, the commit it branched off from'),
  summary: flag('Describe the columns in validation.json, so that later runs can tell the difference.').optional(
    'true for tables of up to 1,000,000 rows',
  ),
  table: pairs('Further tables that expectations may name: `NAME=FILE`, one a line.').optional('none'),
  'suite-parameters': pairs(
    "Values of the suite's `$PARAMETER`s: `NAME=VALUE`, one a line; they add to those of `validate.suite-parameters`.",
  ).optional('`validate.suite-parameters` of the configuration, else the values in the suite'),
  'suite-environment': text('Environment of a TFDV schema that the rows are of, such as `SERVING`.')
    .from('validate.environment', ({ validate }) => validate.environment)
    .optional('every feature is expected'),
  untranslated: choice('What becomes of parts of a suite of another tool that cannot be checked.', [
    'warn',
    'fail',
  ]).from('validate.untranslated', ({ validate }) => validate.untranslated),
  history: file(
    'File that keeps what runs observed, for expectations judged by earlier runs: it is read, and this run is added.',
  )
    .from('validate.history', (config) => configPath(config, config.validate.history))
    .optional('no earlier runs'),
  'result-format': choice("How much each result tells, in Great Expectations' words.", [
    'BOOLEAN_ONLY',
    'BASIC',
    'SUMMARY',
    'COMPLETE',
  ]).default('SUMMARY'),
  'warnings-at-most': count('Failed warnings that are let through.')
    .from('validate.warnings.at-most', ({ validate }) => validate.warnings?.atMost)
    .optional('any number'),
  'failing-rows-at-most': count('Rows of each failed check that are written to failing-rows.csv and .parquet.').from(
    'validate.failing-rows.at-most',
    ({ validate }) => validate.failingRows.atMost,
  ),
  formats: choices('Further reports: validation.sarif, validation.junit.xml.', ['sarif', 'junit']).from(
    'report.formats',
    ({ report }) => report.formats,
  ),
  token: text('Token that may write checks (`checks: write`): failed warnings are then a neutral check.').optional(
    '`GITHUB_TOKEN` of the environment',
  ),
  values: choice('Whether values of rows may stand in documents and reports.', ['hidden', 'shown']).from(
    'report.values',
    ({ report }) => report.values,
  ),
})

export type Inputs = Values<typeof inputs>

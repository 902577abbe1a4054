import { configPath } from '../core/config-path.ts'
import { dataInputs } from '../core/data-inputs.ts'
import { choice, file, flag, number, pairs, table, type Values } from '../core/table.ts'

export const verbs = [
  { name: 'check', description: 'Check the data.' },
  { name: 'propose', description: 'Write a suite from accepted data, to `suite`, or to expectations/<name>.json.' },
] as const

export const inputs = table({
  command: choice('What to do.', ['check', 'propose']).default('check'),
  ...dataInputs,
  suite: file("Expectation suite: Great Expectations' JSON, old or new.")
    .from('validate.suite', (config) => configPath(config, config.validate.suite))
    .optional('the accepted schema `trainyard.schema.json` where it is committed, else structural checks'),
  force: flag('propose: replace a suite that is there.').default('false'),
  table: pairs('Further tables that expectations may name: `NAME=FILE`, one a line.').optional('none'),
  'suite-parameters': pairs(
    "Values of the suite's `$PARAMETER`s: `NAME=VALUE`, one a line; they add to those of `validate.suite-parameters`.",
  ).optional('`validate.suite-parameters` of the configuration, else the values in the suite'),
  'result-format': choice("How much each result tells, in Great Expectations' words.", [
    'BOOLEAN_ONLY',
    'BASIC',
    'SUMMARY',
    'COMPLETE',
  ]).default('SUMMARY'),
  'warnings-at-most': number('Failed warnings that are let through.')
    .from('validate.warnings.at-most', ({ validate }) => validate.warnings?.atMost)
    .optional('any number'),
  values: choice('Whether values of rows may stand in documents and reports.', ['hidden', 'shown']).from(
    'report.values',
    ({ report }) => report.values,
  ),
})

export type Inputs = Values<typeof inputs>

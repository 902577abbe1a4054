import { configPaths } from '../core/config-path.ts'
import { datasetInput } from '../core/data/inputs.ts'
import { choice, columns, file, files, list, number, table, text, type Values } from '../core/table.ts'
import { championOf } from './champion/source.ts'

export const inputs = table({
  model: file('Model to judge: a folder with model.onnx and model.json, or an ONNX file.')
    .stage('train', 'model')
    .optional(),
  dataset: datasetInput,
  validation: file('`validation.json` of the data: its verdict, where `evaluate.requires` names it.')
    .stage('validate-data', 'validation.json')
    .optional('what requires it does not hold'),
  run: file('`run.json` of the training that made the model: how it compares with the model it was converted from.')
    .stage('train', 'run.json')
    .optional('rules of parity cannot be decided'),
  data: files('Rows with labels to judge it on, all of them.').optional('the test share of `dataset.json`'),
  target: columns('Column with the labels; of several labels a row, the column of each, one a line.')
    .from('data.target', ({ data }) => data?.target)
    .optional("the model's own target"),
  id: text('Column that names a row.')
    .from('data.id', ({ data }) => data?.id)
    .optional('the row number'),
  weight: text('Column with how much a row counts in every metric.')
    .from('data.weight', ({ data }) => data?.weight)
    .optional('every row counts the same'),
  group: text('Column with what rows belong together, such as a patient or a query: they may depend on each other.')
    .from('evaluate.group', ({ evaluate }) => evaluate.group)
    .optional('rows are independent'),
  time: text(
    'Column that tells the order of the rows in time, for rules that compare: rows may depend on those before.',
  )
    .from('data.time', ({ data }) => data?.time)
    .optional('rows are in no order'),
  predictions: files(
    'Judge these predictions instead of running a model: label, prediction or one probability column a class, id.',
  ).optional(),
  'champion-predictions': files(
    "The champion's answers to the same rows, in the same form; joined by id, or row by row where there is none.",
  ).optional(),
  'validation-predictions': files(
    'Answers to validation rows, in the same form, on which `evaluate.threshold.choose` chooses the threshold.',
  ).optional(),
  'champion-validation-predictions': files(
    "The champion's answers to these validation rows; joined by id, or row by row where there is none.",
  ).optional(),
  gates: list('Rules, one a line, such as `accuracy >= 0.90`.').from(
    'evaluate.gates',
    ({ evaluate }) => evaluate.gates,
  ),
  import: files(
    "Files with rules of other tools: TFMA's EvalConfig (text or JSON), MLflow's thresholds, a metrics file of DVC.",
  )
    .from('evaluate.import', (config) => configPaths(config, config.evaluate.import))
    .optional('none'),
  'import-margin': number('By how much the model may be worse than each value of a metrics file.')
    .from('evaluate.import-margin', ({ evaluate }) => evaluate.importMargin)
    .optional('a metrics file is refused'),
  untranslated: choice('What becomes of parts of such files that no rule can say.', ['fail', 'warn']).from(
    'evaluate.untranslated',
    ({ evaluate }) => evaluate.untranslated,
  ),
  inconclusive: choice('What becomes of a rule that the rows cannot decide.', ['fail', 'estimate', 'pass']).from(
    'evaluate.inconclusive',
    ({ evaluate }) => evaluate.inconclusive,
  ),
  'slices-at-least': number('Fewest rows of a value that rules for every value of a column are held against.').from(
    'evaluate.slices.at-least',
    ({ evaluate }) => evaluate.slices.atLeast,
  ),
  'find-slices': list('Columns in which weak slices are looked for, one a line; what is found decides nothing.').from(
    'evaluate.slices.find',
    ({ evaluate }) => evaluate.slices.find,
  ),
  attest: choice(
    'Whether the evaluation of a model that passed is signed by the identity of the run (`id-token: write`, `attestations: write`). auto: where the job may.',
    ['auto', 'true', 'false'],
  ).from('attestation.make', ({ attestation }) => attestation.make),
  token: text(
    'Token that may read the repository (`contents: read`): in a pull request the rules of the branch it would change must hold too. It also keeps the attestation, and fetches a champion from an artifact (`actions: read`).',
  )
    .runner('github.token')
    .optional("the job's own token"),
  champion: text(
    'Model to compare with: a folder, an ONNX file, registry (the one that the tracker calls champion), deployed, image:REFERENCE, or artifact: that of the newest successful run of the default branch.',
  )
    .from('evaluate.champion', (config) => championOf(config))
    .optional('no champion'),
  'first-model': choice(
    'What becomes of rules that compare with the champion where its source answers that there is none yet. floors: they are not judged, and the others decide.',
    ['refuse', 'floors'],
  ).from('evaluate.first-model', ({ evaluate }) => evaluate.firstModel),
})

export type Inputs = Values<typeof inputs>

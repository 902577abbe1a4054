import { columns, file, files, list, table, text, type Values } from '../table.ts'

/** Inputs of the stages that may be the first to see the data. */
export const dataInputs = table({
  data: files(
    'Rows: files, folders, globs or addresses of CSV, TSV, JSON Lines or Parquet, also gzipped; a .dvc file, or a path that DVC tracks; or a Delta Lake table: its folder, with @v12 behind it for a version.',
  ).optional('`data.train` of the configuration'),
  test: files('Rows to judge the model on, where they are in files of their own.').optional(
    '`data.test`, else a seeded share of the rows',
  ),
  target: columns('Column to predict; of several labels a row, the column of each, one a line.')
    .from('data.target', ({ data }) => data?.target)
    .optional(),
  id: text('Column that names a row.')
    .from('data.id', ({ data }) => data?.id)
    .optional(),
  time: text('Column with the time of a row; the latest rows are then the test share.')
    .from('data.time', ({ data }) => data?.time)
    .optional(),
  ignore: list('Columns to leave out.')
    .from('data.ignore', ({ data }) => data?.ignore)
    .optional(),
})

export type DataInputs = Values<typeof dataInputs>

const ofFirst = 'dataset.json of the stage that first saw the data: its split and types are kept, its digests checked.'

/** Of a training: its own of an earlier time says nothing of what the data and the configuration are now. */
export const validatedInput = file(ofFirst).stage('validate-data', 'dataset.json').optional()

export const datasetInput = file(ofFirst)
  .stage('validate-data', 'dataset.json')
  .stage('train', 'dataset.json')
  .optional()

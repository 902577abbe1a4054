import { flag, folder, number, table, text } from './table.ts'

/** Inputs that every stage has. */
export const commonInputs = table({
  config: text('Configuration file.').optional('`trainyard.yml`, where there is one'),
  'working-directory': text('Folder that relative paths start from.').optional('`.`'),
  out: folder('Folder for documents and reports.').optional('`.trainyard/<stage>` beside the configuration'),
  upload: flag('Upload the folder as an artifact, for later jobs.').default('true'),
  'artifact-prefix': text('Put before the names of artifacts, to tell pipelines of one run apart.').default(''),
  'retention-days': number('Days to keep the artifact.').optional("the repository's setting"),
})

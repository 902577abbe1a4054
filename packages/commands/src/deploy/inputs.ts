import { attestedInputs } from '../core/attested.ts'
import { configPath } from '../core/config-path.ts'
import { datasetInput } from '../core/data/inputs.ts'
import { choice, file, flag, folder, number, table, text, type Values } from '../core/table.ts'

export const verbs = [
  { name: 'apply', description: 'Roll the image out.' },
  { name: 'undo', description: 'Go back to the previous revision.' },
  { name: 'status', description: 'Tell what is running.' },
  { name: 'stop', description: 'Stop what is running.' },
] as const

export const inputs = table({
  command: choice('What to do.', ['apply', 'undo', 'status', 'stop']).default('apply'),
  image: file('image.json of the image to roll out.').stage('build-image', 'image.json').optional(),
  evaluation: file('evaluation.json of the model in it; a failed one is always refused.')
    .stage('evaluate', 'evaluation.json')
    .optional(),
  dataset: datasetInput,
  predictions: file("predictions.parquet of the evaluation; the server's answers are compared with it.")
    .stage('evaluate', 'predictions.parquet')
    .optional(),
  target: choice('Where to.', ['local', 'docker'])
    .from('deploy.target', ({ deploy }) => deploy?.target)
    .optional('a check that starts the image, compares its answers and stops it'),
  port: number('Port to serve on.')
    .from('deploy.port', ({ deploy }) => deploy?.port)
    .default('8080'),
  host: text('Address to serve on.')
    .from('deploy.host', ({ deploy }) => deploy?.host)
    .default('127.0.0.1'),
  state: folder("Folder of the target's state, so that `undo` finds its way.")
    .from('deploy.state', (config) => configPath(config, config.deploy?.state))
    .optional('`.trainyard/serving` beside the configuration'),
  ephemeral: flag('Start, compare the answers, stop.')
    .from('deploy.ephemeral', ({ deploy }) => deploy?.ephemeral)
    .optional('true where no target is named'),
  unevaluated: choice('What becomes of a model without an evaluation.', ['refuse', 'allow'])
    .from('deploy.unevaluated', ({ deploy }) => deploy?.unevaluated)
    .default('refuse'),
  ...attestedInputs,
})

export type Inputs = Values<typeof inputs>

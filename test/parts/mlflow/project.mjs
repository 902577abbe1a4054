// A project whose runs are in MLflow, and the command line as a user starts it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { root, run } from '../image/support.mjs'

/** Names of the folders that a server has not taken yet. */
export const waiting = (folder) => readdir(path.join(folder, '.trainyard/track/spool'))

/** The example with a column that names the rows, and its runs in MLflow. */
export async function project(folder, uri, more = '') {
  await mkdir(folder, { recursive: true })
  const [head, ...rows] = (await readFile(path.join(root, 'examples/penguins/data/penguins.csv'), 'utf8'))
    .trim()
    .split('\n')
  const numbered = [`id,${head}`, ...rows.map((row, index) => `${index + 1},${row}`)]
  await writeFile(path.join(folder, 'penguins.csv'), `${numbered.join('\n')}\n`)
  const data = '{train: penguins.csv, target: species, id: id, ignore: [year]}'
  const gates = 'evaluate: {gates: [accuracy >= 0.5]}'
  const track = `track: {to: mlflow, uri: "${uri}", experiment: example}`
  await writeFile(
    path.join(folder, 'trainyard.yml'),
    ['name: penguins', `data: ${data}`, gates, track, more].join('\n'),
  )
  const program = path.join(process.env.TRAINYARD_BUILD ?? path.join(root, '.build'), 'packages/cli/src/main.js')
  return (...args) => run(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, CI: '' } })
}

// `npm start`: walks the Palmer penguins through every stage, then checks two samples of them for drift.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const example = path.join(root, 'examples/penguins')
const samples = path.join(example, '.trainyard/samples')
const rows = readFileSync(path.join(example, 'data/penguins.csv'), 'utf8').trim().split('\n')
const header = rows.shift()

/** Every fourth row of each species: a quarter of the rows, in the same proportions. */
function stratified() {
  const seen = new Map()
  return rows.filter((row) => {
    const species = row.split(',')[0]
    const count = seen.get(species) ?? 0
    seen.set(species, count + 1)
    return count % 4 === 0
  })
}

function writeSample(name, sample) {
  const file = path.join(samples, `${name}.csv`)
  writeFileSync(file, `${[header, ...sample].join('\n')}\n`)
  return path.relative(root, file)
}

mkdirSync(samples, { recursive: true })
const checks = [
  writeSample('stratified', stratified()),
  writeSample('biscoe-only', rows.filter((row) => row.split(',')[1] === 'Biscoe')),
]
const { status } = spawnSync(
  process.execPath,
  ['dist/cli/index.js', 'run', '--config', 'examples/penguins/trainyard.yml', ...checks.flatMap((file) => ['--check', file])],
  { cwd: root, stdio: 'inherit' },
)
process.exitCode = status ?? 3

// `npm start`: walks the Palmer penguins through every stage, then checks two samples of them for drift.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const example = path.join(root, 'examples/penguins')
const samples = path.join(example, '.trainyard/samples')
const rows = readFileSync(path.join(example, 'data/penguins.csv'), 'utf8').trim().split('\n')
const header = rows.shift()

/** A quarter of the rows of each species, drawn by a hash of the row: the same ones every time. */
function stratified() {
  const species = [...new Set(rows.map(speciesOf))]
  return species.flatMap((name) => {
    const own = rows.filter((row) => speciesOf(row) === name)
    return own.sort(byHash).slice(0, Math.round(own.length / 4))
  })
}

function speciesOf(row) {
  return row.split(',')[0]
}

function byHash(a, b) {
  const hash = (row) => createHash('sha256').update(row).digest('hex')
  return hash(a) < hash(b) ? -1 : 1
}

function writeSample(name, sample) {
  const file = path.join(samples, `${name}.csv`)
  writeFileSync(file, `${[header, ...sample].join('\n')}\n`)
  return path.relative(root, file)
}

mkdirSync(samples, { recursive: true })
const checks = [
  writeSample('stratified', stratified()),
  writeSample(
    'biscoe-only',
    rows.filter((row) => row.split(',')[1] === 'Biscoe'),
  ),
]
const { status } = spawnSync(
  process.execPath,
  [
    'dist/cli/index.js',
    'run',
    '--config',
    'examples/penguins/trainyard.yml',
    ...checks.flatMap((file) => ['--check', file]),
  ],
  { cwd: root, stdio: 'inherit' },
)
process.exitCode = status ?? 3

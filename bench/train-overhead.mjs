// What `trainyard train` costs above the bare command: the same command alone, with the files and variables it was given, and
// inside the stage. One command only copies a ready model.onnx; the other is examples/flights, whose pipeline is converted and
// compared (where its Python is: --python).
// usage (after npm run build): node bench/train-overhead.mjs [--dist DIR] [--runs N] [--python PYTHON]
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache')
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: path.join(root, 'dist') },
    runs: { type: 'string', default: '7' },
    python: { type: 'string', default: path.join(cache, 'trainyard-ci/frameworks/scikit-learn/bin/python') },
  },
})
const cli = path.resolve(values.dist, 'cli/index.js')
const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-overhead-'))

/** Keeps what the contract gives a command, then goes on as the command. */
const keeper = `import { cpSync, writeFileSync } from 'node:fs'
const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(TRAINYARD_|PYTHON|OMP_)/.test(name)))
cpSync(process.env.TRAINYARD_OUT + '/..', 'kept', { recursive: true })
writeFileSync('kept.json', JSON.stringify(kept))
`
const copier = `import { copyFileSync } from 'node:fs'
copyFileSync('ready.onnx', process.env.TRAINYARD_OUT + '/model.onnx')
`

function run(program, args, cwd, env = {}) {
  const from = performance.now()
  const { status, stderr } = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - from
}

/** Another seed each time, so that no earlier model is taken. */
let seed = 0
function train(cwd, more = []) {
  seed += 1
  return run(process.execPath, [cli, 'train', '--seed', String(seed), ...more], cwd)
}

/** What a command was given, so that it can be started alone. */
function contractOf(cwd) {
  writeFileSync(path.join(cwd, 'keep.mjs'), `${keeper}process.exit(3)\n`)
  spawnSync(process.execPath, [cli, 'train', '--run', `${process.execPath} keep.mjs`], { cwd })
  const kept = JSON.parse(readFileSync(path.join(cwd, 'kept.json'), 'utf8'))
  const given = path.dirname(kept.TRAINYARD_OUT)
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, value.replace(given, path.join(cwd, 'kept'))]),
  )
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

function measure(name, cwd, [program, ...args]) {
  const contract = contractOf(cwd)
  const times = { bare: [], stage: [] }
  for (let at = 0; at < Number(values.runs); at += 1) {
    times.bare.push(run(program, args, cwd, contract))
    times.stage.push(train(cwd, ['--run', [program, ...args].join(' ')]))
  }
  const [bare, stage] = [median(times.bare), median(times.stage)]
  const cells = [name, ...[bare, stage, stage - bare].map((time) => `${(time / 1000).toFixed(2)} s`)]
  console.log(`| ${cells.join(' | ')} |`)
}

const penguins = path.join(folder, 'penguins')
cpSync(path.join(root, 'examples/penguins'), penguins, { recursive: true })
train(penguins)
cpSync(path.join(penguins, '.trainyard/train/model/model.onnx'), path.join(penguins, 'ready.onnx'))
writeFileSync(path.join(penguins, 'copy.mjs'), copier)

console.log(`Node ${process.versions.node}, median of ${values.runs} runs, in turn\n`)
console.log('| command | alone | trainyard train | above |\n|---|--:|--:|--:|')
measure('copies a model.onnx (344 rows)', penguins, [process.execPath, 'copy.mjs'])
if (existsSync(values.python)) {
  const flights = path.join(folder, 'flights')
  cpSync(path.join(root, 'examples/flights'), flights, { recursive: true })
  measure('examples/flights, with conversion and comparison (4,000 rows)', flights, [values.python, 'train.py'])
}
rmSync(folder, { recursive: true })

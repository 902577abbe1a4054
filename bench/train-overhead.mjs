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
import { measureInTurn } from './validation/measure.mjs'

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

/** Keeps what the contract gives a command. */
const keeper = `import { cpSync, writeFileSync } from 'node:fs'
const kept = Object.entries(process.env).filter(([name]) => /^(TRAINYARD_|PYTHON|OMP_)/.test(name))
cpSync(process.env.TRAINYARD_OUT + '/..', 'kept', { recursive: true })
writeFileSync('kept.json', JSON.stringify(Object.fromEntries(kept)))
process.exit(3)
`
const copier = `import { copyFileSync } from 'node:fs'
copyFileSync('ready.onnx', process.env.TRAINYARD_OUT + '/model.onnx')
`

/** What a command was given, as words of `env`, so that it can be started alone. */
function contractOf(cwd) {
  writeFileSync(path.join(cwd, 'keep.mjs'), keeper)
  spawnSync(process.execPath, [cli, 'train', '--run', `${process.execPath} keep.mjs`], { cwd })
  const kept = JSON.parse(readFileSync(path.join(cwd, 'kept.json'), 'utf8'))
  const given = path.dirname(kept.TRAINYARD_OUT)
  return Object.entries(kept).map(([name, value]) => `${name}=${value.replace(given, path.join(cwd, 'kept'))}`)
}

function contenders(cwd, command) {
  let seed = 0
  const stage = {
    name: 'stage',
    /** Another seed each time, so that no earlier model is taken. */
    get command() {
      seed += 1
      return [process.execPath, cli, 'train', '--seed', String(seed), '--run', command.join(' ')]
    },
  }
  return [{ name: 'bare', command: ['env', ...contractOf(cwd), ...command] }, stage]
}

function measure(name, cwd, command) {
  const [bare, stage] = measureInTurn(contenders(cwd, command), Number(values.runs), cwd)
  const times = [bare.seconds, stage.seconds, stage.seconds - bare.seconds, bare.cpu, stage.cpu, stage.cpu - bare.cpu]
  console.log(`| ${[name, ...times.map((time) => `${time.toFixed(2)} s`)].join(' | ')} |`)
}

const penguins = path.join(folder, 'penguins')
cpSync(path.join(root, 'examples/penguins'), penguins, { recursive: true })
spawnSync(process.execPath, [cli, 'train'], { cwd: penguins, stdio: 'inherit' })
cpSync(path.join(penguins, '.trainyard/train/model/model.onnx'), path.join(penguins, 'ready.onnx'))
writeFileSync(path.join(penguins, 'copy.mjs'), copier)

console.log(`Node ${process.versions.node}, median of ${values.runs} runs, in turn\n`)
console.log('| command | alone | trainyard train | above | processor time alone | in the stage | above |')
console.log('|---|--:|--:|--:|--:|--:|--:|')
measure('copies a model.onnx (344 rows)', penguins, [process.execPath, 'copy.mjs'])
if (existsSync(values.python)) {
  const flights = path.join(folder, 'flights')
  cpSync(path.join(root, 'examples/flights'), flights, { recursive: true })
  measure('examples/flights, converted and compared (4,000 rows)', flights, [values.python, 'train.py'])
}
rmSync(folder, { recursive: true })

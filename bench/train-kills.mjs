// Kills a training at random moments and looks at what is left: a model that a later stage would take must be whole. In turn
// the whole program, the user's command alone, or everything at once is killed, while the command writes its model in pieces.
// With --python, every fourth training is one of scikit-learn, so that moments of the conversion are struck too.
// usage (after npm run build): node bench/train-kills.mjs [--dist DIR] [--kills N] [--seed N] [--python PYTHON]
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: path.join(root, 'dist') },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    python: { type: 'string' },
  },
})
const cli = path.resolve(values.dist, 'cli/index.js')
const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-kills-'))
const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1' }

/** Numbers in [0, 1): Park and Miller's generator is random enough for moments. */
let state = Number(values.seed)
function random() {
  state = (state * 48271) % 2147483647
  return state / 2147483647
}

/** Writes its model in eight pieces, with pauses; the pieces of another model end it, so that each training has its own bytes. */
const writer = `import { appendFileSync, readFileSync } from 'node:fs'
const model = readFileSync('ready.onnx')
const file = process.env.TRAINYARD_OUT + '/model.onnx'
for (let piece = 0; piece < 8; piece += 1) {
  appendFileSync(file, model.subarray((model.length * piece) >> 3, (model.length * (piece + 1)) >> 3))
  await new Promise((done) => setTimeout(done, 40))
}
`

function prepare() {
  cpSync(path.join(root, 'examples/penguins'), folder, { recursive: true })
  cpSync(path.join(root, 'test/parts/frameworks/models.py'), path.join(folder, 'models.py'))
  rmSync(path.join(folder, '.trainyard'), { recursive: true, force: true })
  const { status, stderr } = spawnSync(process.execPath, [cli, 'train'], { cwd: folder, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  cpSync(path.join(folder, '.trainyard/train/model/model.onnx'), path.join(folder, 'ready.onnx'))
  writeFileSync(path.join(folder, 'write.mjs'), writer)
}

function start(command, seed) {
  const args = [cli, 'train', '--run', command, '--seed', String(seed)]
  const child = spawn(process.execPath, args, { cwd: folder, env, detached: true, stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
  return { child, ended }
}

/** Processes that a process started, of Linux. */
function childrenOf(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split(/\s+/).filter(Boolean).map(Number)
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
    return false
  }
}

const ways = {
  program: (pid) => kill(pid),
  command: (pid) => childrenOf(pid).map(kill).includes(true),
  everything: (pid) => [...childrenOf(pid), pid].map(kill).includes(true),
}

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')
const whole = new Set()

/** Every model that lies where one is looked for: a pair of files, the one naming the other's digest. */
function* accepted(below) {
  for (const entry of existsSync(below) ? readdirSync(below, { recursive: true, withFileTypes: true }) : []) {
    const place = entry.parentPath
    if (entry.name !== 'model.json' || place.includes('.tmp') || !existsSync(path.join(place, 'model.onnx'))) continue
    const digest = sha256(path.join(place, 'model.onnx'))
    if (JSON.parse(readFileSync(path.join(place, 'model.json'), 'utf8')).sha256 === digest) yield { place, digest }
  }
}

/** ONNX Runtime loads it and answers every row of the test share. */
function answers(place) {
  const args = [
    cli,
    'evaluate',
    '--model',
    place,
    '--data',
    'data/penguins.csv',
    '--gates',
    'accuracy >= 0.01',
    '--out',
    'judged',
  ]
  const { status } = spawnSync(process.execPath, args, { cwd: folder, env })
  return status === 0
}

function half() {
  return [...accepted(path.join(folder, '.trainyard'))].find(({ place, digest }) => {
    if (whole.has(digest)) return false
    const good = answers(place)
    if (good) whole.add(digest)
    return !good
  })
}

const python = values.python && path.resolve(values.python)
const commands = { writer: `${process.execPath} write.mjs`, ...(python && { scikit: `${python} models.py imputed` }) }
const counts = { killed: 0, ended: 0, refused: 0 }

prepare()
const longest = {}
for (const [name, command] of Object.entries(commands)) {
  const from = performance.now()
  const { code } = await start(command, 1_000_000).ended
  if (code !== 0) throw new Error(`${command} ended with ${code}`)
  longest[name] = performance.now() - from
}
for (let at = 0; at < Number(values.kills); at += 1) {
  const name = python && at % 4 === 3 ? 'scikit' : 'writer'
  const way = Object.keys(ways)[at % 3]
  const { child, ended } = start(commands[name], at)
  await sleep(random() * longest[name] * 1.1)
  const struck = ways[way](child.pid)
  const { code, signal } = await ended
  counts[code === 0 ? 'ended' : signal ? 'killed' : 'refused'] += 1
  const found = half()
  if (found) {
    console.error(`half a model was left at ${found.place} (kill ${at}, ${way}, struck ${struck})`)
    process.exit(1)
  }
}
const { status } = spawnSync(process.execPath, [cli, 'train', '--run', commands.writer, '--seed', '7777'], {
  cwd: folder,
  env,
})
if (status !== 0 || half()) throw new Error('a training after all the kills does not end well')
rmSync(folder, { recursive: true, force: true })
console.log(
  `${values.kills} kills: the program died in ${counts.killed}, told of its command's end in ${counts.refused}, had ended before in ${counts.ended}; no half model, ${whole.size} whole ones`,
)

// The trainings that are killed: a command that writes its model in pieces, one of scikit-learn whose model is converted, and the
// first again with its runs in MLflow.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commandsOf } from './processes.mjs'

/** A model's metadata as protobuf: added to the end of an ONNX file, it belongs to it. Each seed has bytes of its own. */
const signed = `const signed = (seed) => {
  const text = (tag, value) => [tag, value.length, ...Buffer.from(value)]
  const entry = [...text(10, 'seed'), ...text(18, seed)]
  return Buffer.from([114, entry.length, ...entry])
}`

const writer = `import { appendFileSync, readFileSync } from 'node:fs'
${signed}
const model = Buffer.concat([readFileSync('ready.onnx'), signed(process.env.TRAINYARD_SEED)])
const file = process.env.TRAINYARD_OUT + '/model.onnx'
for (let piece = 0; piece < 8; piece += 1) {
  appendFileSync(file, model.subarray((model.length * piece) >> 3, (model.length * (piece + 1)) >> 3))
  await new Promise((done) => setTimeout(done, 40))
}
`

const signature = new Function(`${signed}; return signed`)()

/** @param config further lines of trainyard.yml */
export function prepare(folder, { root, cli, command, config = '' }) {
  cpSync(path.join(root, 'examples/penguins'), folder, { recursive: true })
  cpSync(path.join(root, 'test/parts/frameworks/models.py'), path.join(folder, 'models.py'))
  rmSync(path.join(folder, '.trainyard'), { recursive: true, force: true })
  const { status, stderr } = spawnSync(process.execPath, [cli, 'train'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  cpSync(path.join(folder, '.trainyard/train/model/model.onnx'), path.join(folder, 'ready.onnx'))
  rmSync(path.join(folder, '.trainyard'), { recursive: true })
  writeFileSync(path.join(folder, 'write.mjs'), writer)
  const own = readFileSync(path.join(folder, 'trainyard.yml'), 'utf8')
  writeFileSync(path.join(folder, 'trainyard.yml'), `${own}\n${config}\n`)
  return { folder, cli, command }
}

export const commands = {
  writer: `${process.execPath} write.mjs`,
  scikit: (python) => `${python} models.py imputed`,
}

export function start({ folder, cli, command }, seed) {
  const args = [cli, 'train', '--run', command, '--seed', String(seed)]
  const child = spawn(process.execPath, args, { cwd: folder, detached: true, stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
  return { child, ended }
}

/** Where a training is: before its command, in it, in the conversion, in the checks, or in the upload to the tracker. */
export function phaseOf({ folder }, pid, before) {
  const lines = commandsOf(pid)
  if (lines.some((line) => line.includes('converter'))) return 'convert'
  if (lines.some((line) => /write\.mjs|models\.py/.test(line))) return 'train'
  if (isTracked(path.join(folder, '.trainyard'))) return 'upload'
  return before === undefined || before === 'start' ? 'start' : 'check'
}

/** The run has its place in the tracker, and is not in its own place yet. */
function isTracked(state) {
  const names = existsSync(state) ? readdirSync(state) : []
  const working = names.filter((name) => /^train\..*tmp$/.test(name)).map((name) => path.join(state, name, 'run.json'))
  return working.some((file) => existsSync(file) && readFileSync(file, 'utf8').includes('"tracked"'))
}

/** What a killed program could not remove: taken away, so that phases are those of the next one. */
export function clear({ folder }) {
  const state = path.join(folder, '.trainyard')
  mkdirSync(state, { recursive: true })
  for (const name of readdirSync(state))
    if (/^train\..*tmp$/.test(name)) rmSync(path.join(state, name), { recursive: true, force: true })
}

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Digest of the model that the writer writes for a seed. */
export function writtenDigest({ folder }, seed) {
  return digest(Buffer.concat([readFileSync(path.join(folder, 'ready.onnx')), signature(String(seed))]))
}

/** Every model that lies where one is looked for: a pair of files, the one naming the other's digest. */
export function* accepted({ folder }) {
  const entries = readdirSync(path.join(folder, '.trainyard'), { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const place = entry.parentPath
    if (entry.name !== 'model.json' || place.includes('.tmp') || !existsSync(path.join(place, 'model.onnx'))) continue
    const found = digest(readFileSync(path.join(place, 'model.onnx')))
    if (JSON.parse(readFileSync(path.join(place, 'model.json'), 'utf8')).sha256 === found)
      yield { place, digest: found }
  }
}

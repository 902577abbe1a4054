// Kills trainings at random moments and looks at what is left: a model that a later stage would take must be, byte for byte, that
// of a training which nobody disturbed. In turn the whole program, the user's command alone, or everything at once is killed.
// One training writes its model in pieces; with --python another is of scikit-learn, whose model is converted; with --mlflow the
// first has its runs in a real server, and is asked again after each kill: what is then found there and taken must be whole.
// Moments are drawn over all of the span from the command's start to the end of the upload. With --counts a file keeps what was
// counted, so that several calls, each with its own seed, add up; --only takes one of the trainings: writer, scikit or mlflow.
// usage (after npm run build): node bench/train-kills.mjs [--dist DIR] [--kills N] [--seed N] [--python PYTHON] [--mlflow]
//   [--only NAME] [--counts FILE]
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ways } from './train-kills/processes.mjs'
import { accepted, clear, commands, phaseOf, prepare, start, writtenDigest } from './train-kills/trainings.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: path.join(root, 'dist') },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    python: { type: 'string' },
    mlflow: { type: 'boolean', default: false },
    only: { type: 'string' },
    counts: { type: 'string' },
  },
})
process.env.ORT_DISABLE_TELEMETRY = '1'
const cli = path.resolve(values.dist, 'cli/index.js')
const scratch = mkdtempSync(path.join(tmpdir(), 'trainyard-kills-'))

/** Numbers in [0, 1): Park and Miller's generator is random enough for moments. */
let state = (Number(values.seed) * 7919) % 2147483647
function random() {
  state = (state * 48271) % 2147483647
  return state / 2147483647
}

const endings = []
async function trainings() {
  const made = (name, command, config) =>
    prepare(path.join(scratch, name), { root, cli, command, ...(config && { config }) })
  const list = [{ ...made('writer', commands.writer), name: 'writer' }]
  if (values.python) list.push({ ...made('scikit', commands.scikit(path.resolve(values.python))), name: 'scikit' })
  if (values.mlflow) {
    const { startMlflow } = await import('../test/parts/mlflow/server.mjs')
    const { uri } = await startMlflow({ after: (work) => endings.push(work) }, path.join(scratch, 'server'))
    list.push({ ...made('mlflow', commands.writer, `track: {to: mlflow, uri: "${uri}"}`), name: 'mlflow' })
  }
  return list
}

/** Looks at a training until `over` says so: its phase, and how long ago its command began. */
async function watch(training, child, over) {
  let [phase, begun] = ['start', undefined]
  while (child.exitCode === null && child.signalCode === null) {
    phase = phaseOf(training, child.pid, phase)
    if (phase !== 'start') begun ??= performance.now()
    const since = begun === undefined ? undefined : performance.now() - begun
    if (over(since)) return { phase, since }
    await sleep(20)
  }
  return { phase, since: begun === undefined ? undefined : performance.now() - begun }
}

/**
 * A training to its end. Where its command was seen, the training's length is known anew: on a machine that others use it changes,
 * and moments drawn from an old one would miss.
 */
async function undisturbed(training, seed) {
  const { child, ended } = start(training, seed)
  const { since } = await watch(training, child, () => false)
  const { code } = await ended
  if (code !== 0) throw new Error(`${training.command} ended with ${code} (seed ${seed})`)
  training.length = since ?? training.length
}

/** Kills once. @returns the phase that was struck; undefined where there was nothing left to kill */
async function struck(training, way, seed) {
  clear(training)
  const { child, ended } = start(training, seed)
  const moment = random() * training.length
  const { phase, since } = await watch(training, child, (now) => now !== undefined && now >= moment)
  const hit = child.exitCode === null && ways[way](child.pid)
  await ended
  if (!hit) training.length = since ?? training.length
  return hit ? phase : undefined
}

function half(training) {
  return [...accepted(training)].find(({ digest }) => !training.whole.has(digest))
}

/** Asks for the same training again, with nothing but the tracker to take it from. */
async function expectWholeAgain(training, seed) {
  rmSync(path.join(training.folder, '.trainyard/train'), { recursive: true, force: true })
  await undisturbed(training, seed)
}

const before = values.counts && existsSync(values.counts) ? JSON.parse(readFileSync(values.counts, 'utf8')) : {}
const counts = { kills: 0, phases: {}, ...before }
function count(name, way, phase) {
  counts.kills += 1
  for (const key of [phase, `${name}: ${phase}`, way]) counts.phases[key] = (counts.phases[key] ?? 0) + 1
  if (values.counts) writeFileSync(values.counts, JSON.stringify(counts, null, 2))
}

async function strike(training, way, seed) {
  if (training.name !== 'scikit') training.whole.add(writtenDigest(training, seed))
  const phase = await struck(training, way, seed)
  const check = () => {
    const found = half(training)
    if (found) throw new Error(`half a model was left at ${found.place} (seed ${seed}, ${way}, ${phase})`)
  }
  check()
  if (training.name === 'mlflow' && phase) await expectWholeAgain(training, seed).then(check)
  return phase
}

async function killAll() {
  const all = (await trainings()).filter(({ name }) => values.only === undefined || name === values.only)
  for (const training of all) {
    clear(training)
    await undisturbed(training, 1_000_000)
    training.whole = new Set([...accepted(training)].map(({ digest }) => digest))
  }
  const wanted = counts.kills + Number(values.kills)
  for (let at = 0; counts.kills < wanted; at += 1) {
    const training = all[at % all.length]
    const way = Object.keys(ways)[Math.floor(at / all.length) % 3]
    const phase = await strike(training, way, Number(values.seed) * 100_000 + at)
    if (phase) count(training.name, way, phase)
  }
  for (const training of all) {
    training.whole.add(writtenDigest(training, 7777))
    await expectWholeAgain(training, 7777)
    if (half(training)) throw new Error('a training after all the kills does not end well')
  }
}

try {
  await killAll()
} finally {
  for (const work of endings) await work()
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}
const told = Object.entries(counts.phases).map(([name, number]) => `${name} ${number}`)
console.log(`${counts.kills} kills: no half model (${told.join(', ')})`)

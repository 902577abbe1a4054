// Intervals for the difference of two models on a million rows, beside resampling with scikit-learn; and the default evaluation.
// usage: node scripts/emit.mjs && node bench/evaluate.mjs [--rows 1000000] [--python python3] [--default 100000]
//   --python names an interpreter with scikit-learn; without it only Trainyard is measured
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.dirname(import.meta.dirname)
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const room = (name) => import(path.join(build, `packages/${name}/src/index.js`))
const { findMetric, measureDifference } = await room('metrics')
const { evaluate } = await room('evaluation')
const { seededRandom } = await room('ports')
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    default: { type: 'string', default: '100000' },
    python: { type: 'string' },
  },
})

const resamples = 2000
const names = [
  'accuracy',
  'balanced_accuracy',
  'precision[1]',
  'recall[1]',
  'specificity[1]',
  'f1[1]',
  'matthews_corrcoef',
  'roc_auc',
  'average_precision',
  'log_loss',
  'brier_score',
]

/** Labels, a fifth of them 1, and two models' probabilities that agree for the most part. */
function drawPair(rows) {
  const random = seededRandom(20264)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const labels = new Float64Array(rows)
  const sides = [0, 1].map(() => ({ predictions: new Float64Array(rows), probabilities: new Float64Array(2 * rows) }))
  for (let row = 0; row < rows; row += 1) {
    labels[row] = random() < 0.2 ? 1 : 0
    const common = normal() + (labels[row] ? 0.8 : -0.8)
    for (const { predictions, probabilities } of sides) {
      const p = 1 / (1 + Math.exp(-1.6 * (common + 0.4 * normal()) + 1.2))
      probabilities[2 * row] = 1 - p
      probabilities[2 * row + 1] = p
      predictions[row] = p > 0.5 ? 1 : 0
    }
  }
  const common = { task: 'classification', rows, classes: ['0', '1'], labels }
  return { candidate: { ...common, ...sides[0] }, champion: { ...common, ...sides[1] } }
}

/** Processor time, which other work on the machine moves less than the clock. */
function seconds(work) {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

function ours(pair) {
  let whole = 0
  for (const name of names) {
    const [, plain, index] = /^(\w+)(?:\[(\d)\])?$/.exec(name)
    const { metric } = findMetric(plain)
    let measured
    const took = seconds(() => {
      measured = measureDifference(metric, pair, index === undefined ? -1 : Number(index), { resamples })
    })
    whole += took
    const { low, high, method } = measured.interval
    console.log(
      `  ${name.padEnd(20)}${measured.value.toFixed(6).padStart(10)}  [${low.toFixed(6)}, ${high.toFixed(6)}]  ${method.padEnd(18)}${took.toFixed(2).padStart(7)} s`,
    )
  }
  return whole
}

/** One process, 20 resamples, all metrics of both models on the same draw; taken times 100. */
function scikitLearn({ candidate, champion }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-evaluate-'))
  try {
    const write = (name, values) => writeFileSync(path.join(folder, name), new Uint8Array(values.buffer))
    write('labels', candidate.labels)
    write('candidate', candidate.probabilities)
    write('champion', champion.probabilities)
    const script = path.join(root, 'bench/evaluate/resample.py')
    const { stdout, stderr, status } = spawnSync(options.python, [script, folder, '20'], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const whole = (value) => Math.round(value).toLocaleString('en-US')
const rows = Number(options.rows)
const pair = drawPair(rows)
console.log(`${whole(rows)} rows, candidate less champion, 95 % intervals, one thread, processor time:`)
const own = ours(pair)
console.log(
  `  all ${names.length} metrics: ${own.toFixed(2)} s, peak memory ${whole(process.resourceUsage().maxRSS / 1024)} MiB`,
)
if (options.python) {
  const { version, seconds: each } = scikitLearn(pair)
  const theirs = (each / 20) * resamples
  console.log(
    `  scikit-learn ${version}, one process: 20 paired resamples take ${each.toFixed(1)} s, so ${whole(resamples)} take ${whole(theirs)} s: ${whole(theirs / own)} times as long`,
  )
}

const few = drawPair(Number(options.default))
const { candidate, champion } = few
const table = { ...candidate, ids: [], champion }
const gates = ['accuracy >= 0.7', 'roc_auc >= champion - 0.01']
const took = seconds(() => evaluate({ table, gates, inconclusive: 'fail', seed: 0 }))
console.log(
  `default evaluation of ${whole(candidate.rows)} rows, two gates, every metric with its interval: ${took.toFixed(2)} s`,
)

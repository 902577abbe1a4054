// How often a 95 % interval holds the truth: draws test sets from models whose truth is known, and measures every metric on each.
// usage: node scripts/emit.mjs && node bench/coverage.mjs --table classes,weights [--write] [--rows 100,500] [--times 1000,600] [--only ^rmse] [--variant 0.2] [--seed 1] [--truth 4]
//   --times: test sets, by the rows; --only: metrics that a regular expression finds; --variant: columns whose name has this
//   --write puts each table into docs/statistics.md at its mark, as soon as it is made
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { scenarios, sizes } from './coverage-models.mjs'

const root = path.dirname(import.meta.dirname)
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const metricsRoom = await import(path.join(build, 'packages/metrics/src/index.js'))
const { findMetric, measure, measureDifference, metricValue, obstacleTo } = metricsRoom
const { seededRandom } = await import(path.join(build, 'packages/ports/src/index.js'))
const defaults = { only: '', variant: '', truth: '4' }
const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: defaults.only },
    variant: { type: 'string', default: defaults.variant },
    truth: { type: 'string', default: defaults.truth },
    seed: { type: 'string', default: '20263' },
    table: { type: 'string', default: scenarios.map(({ name }) => name).join() },
    rows: { type: 'string', default: sizes.join() },
    times: { type: 'string', default: '1000,1000,600,400' },
  },
})

const asked = options.rows.split(',').map(Number)
const times = options.times.split(',').map(Number)
const seed = Number(options.seed)
const resamples = 500
/** So many times as many rows make the truth, whose own error then does not count. */
const truthRows = 500_000
const truthTimes = Number(options.truth)

/** `recall[1]`, `f_beta(2)[1]`: a metric and the index of its class. */
function find(text, task) {
  const [, name, written, index] = /^(\w+)(?:\((.*)\))?(?:\[(\d+)\])?$/.exec(text)
  const found = findMetric(name, written, task)
  if (found.fault) throw new Error(`${text}: ${found.message}`)
  return { text, metric: found.metric, index: index === undefined ? -1 : Number(index) }
}

/** Of a model alone, or of a candidate less its champion. */
function trueValue({ metric, index }, drawn) {
  if (!drawn.champion) return metricValue(metric, drawn, index)
  return metricValue(metric, drawn.candidate, index) - metricValue(metric, drawn.champion, index)
}

function intervalOf({ metric, index }, drawn, request) {
  const rival = drawn.champion
  if ([drawn.candidate ?? drawn, rival ?? drawn].some((answers) => obstacleTo(metric, answers, index))) return undefined
  return (rival ? measureDifference(metric, drawn, index, request) : measure(metric, drawn, index, request)).interval
}

/** Values on so many rows that their own error does not count beside that of a test set. */
function truthOf({ draw }, metrics) {
  const random = seededRandom(seed - 1)
  const sums = metrics.map(() => 0)
  for (let time = 0; time < truthTimes; time += 1) {
    const whole = draw(truthRows, random)
    for (const [at, one] of metrics.entries()) sums[at] += trueValue(one, whole) / truthTimes
  }
  return sums
}

/** Per metric: how many intervals held the truth, and how many there were. */
function simulate({ draw }, truths, metrics, { rows, count, number }) {
  const random = seededRandom(seed + number)
  const cells = metrics.map(() => ({ held: 0, made: 0, asked: count }))
  for (let time = 0; time < count; time += 1) {
    const drawn = draw(rows, random)
    for (const [at, one] of metrics.entries()) {
      const interval = intervalOf(one, drawn, { resamples, seed: time })
      if (!interval) continue
      cells[at].made += 1
      if (interval.low <= truths[at] + 1e-12 && interval.high >= truths[at] - 1e-12) cells[at].held += 1
    }
  }
  return cells
}

/** Cells where a tenth of the test sets or more has no interval say so. */
function cell({ held, made, asked: all }) {
  if (made < all / 2) return 'n. a.'
  const share = ((100 * held) / made).toFixed(1)
  return made < all * 0.9 ? `${share} (${Math.round((100 * made) / all)} %)` : share
}

function table({ name, title, task, metrics: names, variants: all }, first) {
  const variants = all.filter((variant) => variant.name.includes(options.variant))
  const metrics = names.map((text) => find(text, task)).filter(({ text }) => new RegExp(options.only).test(text))
  const truths = new Map(variants.map((variant) => [variant, truthOf(variant, metrics)]))
  const columns = asked.flatMap((rows, at) => variants.map((variant) => ({ rows, variant, count: times[at] })))
  const results = columns.map(({ rows, variant, count }, at) => {
    const began = process.cpuUsage().user
    const cells = simulate(variant, truths.get(variant), metrics, { rows, count, number: first + at })
    const seconds = ((process.cpuUsage().user - began) / 1e6).toFixed(1)
    process.stderr.write(`${name}, ${rows} rows${variant.name}: ${seconds} s\n`)
    return cells
  })
  const head = ['metric', ...columns.map(({ rows, variant }) => `${rows.toLocaleString('en-US')}${variant.name}`)]
  const lines = metrics.map(({ text }, at) => [`\`${text}\``, ...results.map((cells) => cell(cells[at]))])
  const rows = [head, head.map(() => '---'), ...lines].map((one) => `| ${one.join(' | ')} |`)
  return [`${title}\n`, ...rows, '', foot(name)].join('\n')
}

function foot(name) {
  const deviations = asked.map((rows, at) => {
    const deviation = (100 * Math.sqrt((0.95 * 0.05) / times[at])).toFixed(1)
    return `${times[at].toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} rows, ± ${deviation}`
  })
  const asWell = ['only', 'variant', 'truth'].filter((option) => options[option] !== defaults[option])
  const more = asWell.map((option) => ` --${option} '${options[option]}'`).join('')
  return `Test sets: ${deviations.join('; ')}. Made by
\`node bench/coverage.mjs --table ${name} --rows ${asked} --times ${times.slice(0, asked.length)}${more}\`, seed ${seed}.`
}

function write(name, made) {
  const file = path.join(root, 'docs/statistics.md')
  const mark = `bench:coverage-${name} -->`
  const marked = new RegExp(`(<!-- ${mark}\\n)[\\s\\S]*(<!-- /${mark})`)
  const text = readFileSync(file, 'utf8')
  if (!marked.test(text)) throw new Error(`docs/statistics.md has no mark ${mark}`)
  writeFileSync(
    file,
    text.replace(marked, (_, before, after) => `${before}${made}\n${after}`),
  )
}

for (const [at, scenario] of scenarios.entries()) {
  if (!options.table.split(',').includes(scenario.name)) continue
  const made = table(scenario, 100 * at)
  if (options.write) write(scenario.name, made)
  else console.log(made)
}

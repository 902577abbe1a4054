// How often a 95 % interval holds the truth: draws test sets from models whose truth is known, and measures every metric on each.
// usage: node scripts/emit.mjs && node bench/coverage.mjs [--write] [--share 1] [--table 0,2] [--rows 100,500] [--truth 1000000] [--only name]
//   --share 0.1 makes a tenth of the repetitions; --write puts the tables into docs/statistics.md, at the mark that --into names
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { scenarios, sizes } from './coverage-models.mjs'

const root = path.dirname(import.meta.dirname)
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const { findMetric, measure, metricValue, obstacleTo } = await import(path.join(build, 'packages/metrics/src/index.js'))
const { seededRandom } = await import(path.join(build, 'packages/ports/src/index.js'))
const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    share: { type: 'string', default: '1' },
    only: { type: 'string' },
    table: { type: 'string' },
    rows: { type: 'string', default: sizes.join() },
    truth: { type: 'string', default: '1000000' },
    into: { type: 'string', default: 'coverage' },
  },
})

const asked = options.rows.split(',').map(Number)
const tableNumbers = options.table?.split(',').map(Number) ?? [...scenarios.keys()]
const seed = 20263
const resamples = 500
const truthRows = Number(options.truth)
const repetitions = { 100: 1000, 500: 1000, 2000: 600, 10000: 400 }

/** `recall[1]`, `f_beta(2)[1]`: a metric and the index of its class. */
function find(text, task) {
  const [, name, written, index] = /^(\w+)(?:\((.*)\))?(?:\[(\d+)\])?$/.exec(text)
  const found = findMetric(name, written, task)
  if (found.fault) throw new Error(`${text}: ${found.message}`)
  return { text, metric: found.metric, index: index === undefined ? -1 : Number(index) }
}

/** Values on so many rows that their own error does not count beside that of a test set. */
function truthOf({ draw }, metrics) {
  const whole = draw(truthRows, seededRandom(seed))
  return metrics.map(({ metric, index }) => metricValue(metric, whole, index))
}

const timesOf = (rows) => Math.max(10, Math.round(repetitions[rows] * Number(options.share)))

/** Per metric: how many intervals held the truth, and how many there were. */
function simulate({ draw }, truths, metrics, rows, number) {
  const random = seededRandom(seed + number)
  const cells = metrics.map(() => ({ held: 0, made: 0, asked: 0 }))
  for (let time = 0; time < timesOf(rows); time += 1) {
    const answers = draw(rows, random)
    for (const [at, { metric, index }] of metrics.entries()) {
      cells[at].asked += 1
      if (obstacleTo(metric, answers, index)) continue
      const { interval } = measure(metric, answers, index, { resamples, seed: time })
      if (!interval) continue
      cells[at].made += 1
      if (interval.low <= truths[at] + 1e-12 && interval.high >= truths[at] - 1e-12) cells[at].held += 1
    }
  }
  return cells
}

/** Cells where a tenth of the test sets or more has no interval say so. */
function cell({ held, made, asked }) {
  if (made < asked / 2) return 'n. a.'
  const share = ((100 * held) / made).toFixed(1)
  return made < asked * 0.9 ? `${share} (${Math.round((100 * made) / asked)} %)` : share
}

function table({ title, task, metrics: names, variants }, first) {
  const metrics = names
    .map((name) => find(name, task))
    .filter(({ text }) => options.only === undefined || text.includes(options.only))
  const columns = asked.flatMap((rows) => variants.map((variant) => ({ rows, variant })))
  const truths = new Map(variants.map((variant) => [variant, truthOf(variant, metrics)]))
  const results = columns.map(({ rows, variant }, at) => {
    const began = process.cpuUsage().user
    const cells = simulate(variant, truths.get(variant), metrics, rows, first + at)
    const seconds = ((process.cpuUsage().user - began) / 1e6).toFixed(1)
    process.stderr.write(`${title}, ${rows} rows${variant.name}: ${seconds} s\n`)
    return cells
  })
  const head = ['metric', ...columns.map(({ rows, variant }) => `${rows.toLocaleString('en-US')}${variant.name}`)]
  const lines = metrics.map(({ text }, at) => [`\`${text}\``, ...results.map((cells) => cell(cells[at]))])
  const rows = [head, head.map(() => '---'), ...lines].map((one) => `| ${one.join(' | ')} |`)
  return [`${title}\n`, ...rows, ''].join('\n')
}

const tables = scenarios.flatMap((scenario, at) => (tableNumbers.includes(at) ? [table(scenario, 100 * at)] : []))
const deviations = asked.map((rows) => {
  const deviation = (100 * Math.sqrt((0.95 * 0.05) / timesOf(rows))).toFixed(1)
  return `${rows.toLocaleString('en-US')} rows: ${timesOf(rows).toLocaleString('en-US')} test sets, ± ${deviation}`
})
const foot = `Test sets a cell, and the standard error of 95 % in points: ${deviations.join('; ')}.
${resamples} resamples where the default is 2,000. Made by \`node bench/coverage.mjs --share ${options.share} --table ${tableNumbers} --rows ${asked} --truth ${truthRows}\`, seed ${seed}.`
const made = `${tables.join('\n')}\n${foot}`

if (options.write) {
  const file = path.join(root, 'docs/statistics.md')
  const mark = `bench:${options.into} -->`
  const marked = new RegExp(`(<!-- ${mark}\\n)[\\s\\S]*(\\n<!-- /${mark})`)
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marked, (_, before, after) => `${before}${made}${after}`),
  )
} else console.log(made)

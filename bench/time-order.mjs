// How often intervals of a difference hold the truth where rows depend on those before them in time.
// usage: node scripts/emit.mjs && node bench/time-order.mjs [--times 400] [--write]
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.dirname(import.meta.dirname)
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const { findMetric, measureDifference } = await import(path.join(build, 'packages/metrics/src/index.js'))
const { normalQuantile } = await import(path.join(build, 'packages/statistics/src/index.js'))
const { seededRandom } = await import(path.join(build, 'packages/ports/src/index.js'))
const { values: options } = parseArgs({
  options: { times: { type: 'string', default: '400' }, write: { type: 'boolean', default: false } },
})

const seed = 20261127
const times = Number(options.times)
const sizes = [100, 400, 2000]
const correlations = [0, 0.5, 0.8]

/** Two independent series, each normal with this correlation of neighbours. */
function drawSeries(rows, correlation, random) {
  const normal = () => normalQuantile(random() * 0.999998 + 0.000001)
  return [0, 1].map(() => {
    let state = normal()
    return Float64Array.from({ length: rows }, () => {
      state = correlation * state + Math.sqrt(1 - correlation ** 2) * normal()
      return state
    })
  })
}

/** Numbers: errors of 5 and more that drift. Classes: right where the series is below its upper fifth. Equally good in truth. */
const kinds = {
  mae: (series) => ({ task: 'regression', classes: [], answer: (value) => 5 + value, series }),
  rmse: (series) => ({ task: 'regression', classes: [], answer: (value) => 5 + value, series }),
  accuracy: (series) => ({
    task: 'classification',
    classes: ['no', 'yes'],
    answer: (value) => (value > 0.8416 ? 1 : 0),
    series,
  }),
}

function holds(name, series, inTime) {
  const { task, classes, answer } = kinds[name](series)
  const rows = series[0].length
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  const common = { task, rows, classes, labels: new Float64Array(rows), ...(inTime && { order }) }
  const [candidate, champion] = series.map((one) => ({ ...common, predictions: one.map(answer) }))
  const { metric } = findMetric(name)
  const { interval } = measureDifference(metric, { candidate, champion }, -1, { resamples: 400 })
  return interval !== undefined && interval.low <= 0 && interval.high >= 0
}

function cell(name, correlation, rows) {
  const random = seededRandom(seed + rows)
  let [apart, inTime] = [0, 0]
  for (let time = 0; time < times; time += 1) {
    const series = drawSeries(rows, correlation, random)
    apart += holds(name, series, false)
    inTime += holds(name, series, true)
  }
  return `${((100 * apart) / times).toFixed(1)} → ${((100 * inTime) / times).toFixed(1)}`
}

const head = ['metric', 'correlation of neighbours', ...sizes.map((rows) => `${rows.toLocaleString('en-US')} rows`)]
const lines = Object.keys(kinds).flatMap((name) =>
  correlations.map((correlation) => [
    `\`${name}\``,
    String(correlation),
    ...sizes.map((rows) => cell(name, correlation, rows)),
  ]),
)
const table = [head, head.map(() => '---'), ...lines].map((one) => `| ${one.join(' | ')} |`).join('\n')
const made = `${table}\n\n${times} pairs of series a cell. Made by \`node bench/time-order.mjs --times ${times} --write\`, seed ${seed}.`

if (options.write) {
  const file = path.join(root, 'docs/statistics.md')
  const marked = /(<!-- bench:time-order -->\n)[\s\S]*(\n<!-- \/bench:time-order -->)/
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marked, (_, before, after) => `${before}${made}${after}`),
  )
} else console.log(made)

// How often the intervals of differences between groups hold the truth, and how often a bound that decides is wrong.
// usage: node scripts/emit.mjs && node bench/fairness.mjs [--times 1000] [--write]
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.dirname(import.meta.dirname)
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const { findMetric, measure, measureDifference } = await import(path.join(build, 'packages/metrics/src/index.js'))
const { seededRandom } = await import(path.join(build, 'packages/ports/src/index.js'))
const { values: options } = parseArgs({
  options: { times: { type: 'string', default: '1000' }, write: { type: 'boolean', default: false } },
})

const seed = 20261126
const times = Number(options.times)
const sizes = [400, 2000, 10_000]
const positives = 0.4
const alike = (groups) => Array.from({ length: groups }, () => ({ tpr: 0.7, fpr: 0.2 }))
const models = {
  '2 groups alike': alike(2),
  '2 groups apart': [
    { tpr: 0.7, fpr: 0.2 },
    { tpr: 0.55, fpr: 0.12 },
  ],
  '5 groups alike': alike(5),
  '5 groups apart': [0.75, 0.7, 0.65, 0.6, 0.5].map((tpr) => ({ tpr, fpr: tpr - 0.45 })),
}
const names = [
  'demographic_parity_difference',
  'demographic_parity_ratio',
  'equalized_odds_difference',
  'equalized_odds_ratio',
  'equal_opportunity_difference',
]

const selected = ({ tpr, fpr }) => positives * tpr + (1 - positives) * fpr
const most = (values) => Math.max(...values) - Math.min(...values)
const least = (values) => Math.min(...values) / Math.max(...values)

/** The value on all rows there could ever be. */
const truths = {
  demographic_parity_difference: (groups) => most(groups.map(selected)),
  demographic_parity_ratio: (groups) => least(groups.map(selected)),
  equalized_odds_difference: (groups) =>
    Math.max(most(groups.map(({ tpr }) => tpr)), most(groups.map(({ fpr }) => fpr))),
  equalized_odds_ratio: (groups) => Math.min(least(groups.map(({ tpr }) => tpr)), least(groups.map(({ fpr }) => fpr))),
  equal_opportunity_difference: (groups) => most(groups.map(({ tpr }) => tpr)),
}

/** Two models that draw four of five answers from the same number; groups are of unequal size. */
function drawPair(candidate, champion, rows, random) {
  const numbers = new Uint32Array(rows)
  const labels = new Float64Array(rows)
  const sides = [new Float64Array(rows), new Float64Array(rows)]
  for (let row = 0; row < rows; row += 1) {
    const group = Math.floor(candidate.length * random() ** 1.3)
    numbers[row] = group
    labels[row] = random() < positives ? 1 : 0
    const drawn = random()
    const rate = ({ tpr, fpr }) => (labels[row] ? tpr : fpr)
    sides[0][row] = drawn < rate(candidate[group]) ? 1 : 0
    sides[1][row] = (random() < 0.8 ? drawn : random()) < rate(champion[group]) ? 1 : 0
  }
  const columns = new Map([['group', { names: candidate.map((_, at) => `g${at}`), numbers }]])
  const common = { task: 'classification', rows, classes: ['0', '1'], labels, columns }
  return { candidate: { ...common, predictions: sides[0] }, champion: { ...common, predictions: sides[1] } }
}

/** Of intervals: how many hold the truth; of the bounds that decide: how many lie beyond it on either side. */
function tally(measured, truth, cell) {
  const { interval, bounds } = measured
  if (!interval) return
  cell.made += 1
  if (interval.low <= truth + 1e-12 && interval.high >= truth - 1e-12) cell.held += 1
  if (bounds.low > truth + 1e-12) cell.above += 1
  if (bounds.high < truth - 1e-12) cell.below += 1
}

function simulate(model, rows, random) {
  const cells = names.map(() => ({ alone: fresh(), paired: fresh() }))
  const rival = alike(model.length)
  for (let time = 0; time < times; time += 1) {
    const pair = drawPair(model, rival, rows, random)
    for (const [at, name] of names.entries()) {
      const { metric } = findMetric(name, 'group')
      if (metric.obstacle(pair.candidate, 1)) continue
      const truth = truths[name](model)
      tally(measure(metric, pair.candidate, 1), truth, cells[at].alone)
      tally(measureDifference(metric, pair, 1), truth - truths[name](rival), cells[at].paired)
    }
  }
  return cells
}

const fresh = () => ({ made: 0, held: 0, above: 0, below: 0 })
const percent = (part, whole) => ((100 * part) / whole).toFixed(1)
const shown = ({ made, held, above, below }) =>
  `${percent(held, made)} · ${percent(above, made)} · ${percent(below, made)}`

const head = ['metric', 'model', ...sizes.map((rows) => rows.toLocaleString('en-US'))]
const lines = { alone: [], paired: [] }
for (const [title, model] of Object.entries(models)) {
  const bySize = sizes.map((rows, at) => simulate(model, rows, seededRandom(seed + at)))
  for (const [at, name] of names.entries())
    for (const kind of ['alone', 'paired'])
      lines[kind].push([`\`${name}\``, title, ...bySize.map((cells) => shown(cells[at][kind]))])
  process.stderr.write(`${title}\n`)
}
const table = (rows) => [head, head.map(() => '---'), ...rows].map((one) => `| ${one.join(' | ')} |`).join('\n')
const made = `The metric itself:

${table(lines.alone)}

Less that of a champion whose groups are alike, on the same rows:

${table(lines.paired)}

${times.toLocaleString('en-US')} test sets a cell. Made by \`node bench/fairness.mjs --times ${times} --write\`, seed ${seed}.`

if (options.write) {
  const file = path.join(root, 'docs/statistics.md')
  const marked = /(<!-- bench:fairness -->\n)[\s\S]*(\n<!-- \/bench:fairness -->)/
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marked, (_, before, after) => `${before}${made}${after}`),
  )
} else console.log(made)

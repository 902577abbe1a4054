// Measures the anomaly expectations: how often each speaks up although nothing is wrong, and what it finds. Writes the section
// Anomalies of docs/statistics.md. Usage: npm run emit && node bench/anomalies.mjs
import { sql } from '../.build/packages/dataset/src/index.js'
import { seededRandom } from '../.build/packages/ports/src/index.js'
import { growForest, highestScore } from '../.build/packages/validation/src/expectations/anomalies/forest.js'
import { nextCount } from '../.build/packages/validation/src/expectations/anomalies/history.js'
import { usualHighest } from '../.build/packages/validation/src/expectations/anomalies/reference.js'
import { parseSuite, validate } from '../.build/packages/validation/src/index.js'
import { drawTable, markdown, normal, percent, rowCounts, seededEngine, writeSection } from './tables.mjs'

const seed = 20_262
const engine = await seededEngine(seed)
const random = seededRandom(seed)
const normalFrom = (random) => () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const gauss = normalFrom(random)

/** Whether an expectation fails on a fresh table with these columns. */
async function fails(columns, rows, type, kwargs) {
  const suite = parseSuite(JSON.stringify({ name: 'bench', expectations: [{ type, kwargs }] }), 'bench.json')
  const { success } = await validate(await drawTable(engine, columns, rows), suite)
  return !success
}

async function rate(times, trial) {
  let failed = 0
  for (let run = 0; run < times; run += 1) failed += (await trial()) ? 1 : 0
  return percent(failed, times)
}

async function rowsOf(entries, cells) {
  const lines = []
  for (const [name, trial, times] of entries) {
    const made = []
    for (const cell of cells) made.push(await rate(times, () => trial(cell)))
    process.stderr.write(`${name}: ${made.join(' | ')}\n`)
    lines.push([name, ...made])
  }
  return lines
}

// Columns that tell the target.
const leak = (columns) => (rows) => fails(columns, rows, 'expect_column_to_not_leak_target', { column: 'x' })
const label = (share) => ({
  value: sql`CASE WHEN random() < ${share} THEN 'yes' ELSE 'no' END`,
  type: 'string',
  role: 'target',
})
const number = { value: normal, role: 'target' }
const leaks = [
  ['unrelated numbers, even labels', leak({ x: { value: normal }, y: label(0.5) }), 100],
  ['unrelated numbers, labels 5 : 95', leak({ x: { value: normal }, y: label(0.05) }), 100],
  [
    'unrelated, a value of its own in each row',
    leak({ x: { value: sql`'r' || range`, type: 'string' }, y: label(0.5) }),
    100,
  ],
  [
    'a strong feature: 95 % of the labels right',
    leak({
      y: label(0.5),
      x: { after: true, value: sql`CASE WHEN (y = 'yes') = (random() < 0.95) THEN 1 ELSE -1 END + random()` },
    }),
    100,
  ],
  ['unrelated numbers, numeric target', leak({ x: { value: normal }, y: number }), 100],
  [
    'a strong feature: correlation 0.95',
    leak({ y: number, x: { after: true, value: sql`0.95 * y + 0.312 * ${normal}` } }),
    100,
  ],
  [
    '**a leak**: the labels by other names',
    leak({ y: label(0.5), x: { after: true, value: sql`upper(y)`, type: 'string' } }),
    100,
  ],
  [
    '**a leak**: numbers that a cut tells apart',
    leak({ y: label(0.5), x: { after: true, value: sql`CASE WHEN y = 'yes' THEN 1 ELSE -1 END + random()` } }),
    100,
  ],
  [
    '**a leak**: the target in another unit, rounded',
    leak({ y: number, x: { after: true, value: sql`round(32 + 18 * y)` } }),
    100,
  ],
]

// Rows that stand out.
const five = (make) => Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`x${at}`, make(at)]))
const outliers = (columns, kwargs) => (rows) => fails(columns, rows, 'expect_table_rows_to_not_be_outliers', kwargs)
const correlated = (at) => (at === 0 ? { value: normal } : { after: true, value: sql`0.95 * x0 + 0.312 * ${normal}` })
const planted = (value) => five(() => ({ value: sql`CASE WHEN range = 7 THEN ${value} ELSE ${normal} END` }))
const plantedOne = five((at) => ({ value: at === 0 ? sql`CASE WHEN range = 7 THEN 12 ELSE ${normal} END` : normal }))
const clean = [
  ['5 normal columns', five(() => ({ value: normal }))],
  ['5 correlated normal columns (0.9)', five(correlated)],
  ['5 uniform columns', five(() => ({ value: sql`random()` }))],
  ['5 lognormal columns', five(() => ({ value: sql`exp(${normal})` }))],
]
const odd = [
  ['**one row** 12 deviations out in one column', plantedOne],
  ['**one row** 4 deviations out in all columns', planted(4)],
]
const robust = [
  ...clean.map(([name, columns]) => [name, outliers(columns, {}), 100]),
  ...odd.map(([name, columns]) => [name, outliers(columns, {}), 50]),
]
// Rows that stand out by all values together: of every threshold and every table, how often the table's highest score is above.
// Both are reckoned as the expectation does, without an engine, so that there are enough of them.
const draws = seededRandom(seed)
const drawn = normalFrom(draws)
const tableOf = (rows, value) => Array.from({ length: 5 }, (_, at) => Float64Array.from({ length: rows }, value(at)))
const independent = (rows) => tableOf(rows, () => drawn)
const common = (rows) => {
  const shared = Float64Array.from({ length: rows }, drawn)
  return tableOf(rows, () => (_, row) => 0.95 * shared[row] + 0.312 * drawn())
}
const lognormal = (rows) => tableOf(rows, () => () => Math.exp(drawn()))
const plantedIn = (columns, value) => (rows) =>
  tableOf(rows, (at) => (_, row) => (row === 7 && at < columns ? value : drawn()))
const thresholds = (make, rows) =>
  Array.from({ length: 8 }, () => usualHighest(make(rows), rows, Math.floor(draws() * 1e6)))
const scores = (make, rows) =>
  Array.from({ length: 60 }, () => {
    const table = make(rows)
    return highestScore(growForest(table, draws), table)
  })
function above(make, rows, limits) {
  const found = scores(make, rows).flatMap((score) => limits.map((limit) => score > limit))
  return percent(found.filter(Boolean).length, found.length)
}
function together(rows) {
  const limits = thresholds(independent, rows)
  return [
    ['5 normal columns', above(independent, rows, limits)],
    ['5 correlated normal columns (0.9)', above(common, rows, thresholds(common, rows))],
    ['5 lognormal columns', above(lognormal, rows, limits)],
    ['**one row** 12 deviations out in one column', above(plantedIn(1, 12), rows, limits)],
    ['**one row** 4 deviations out in all columns', above(plantedIn(5, 4), rows, limits)],
  ]
}

// Rows of earlier runs.
const poisson = (mean) => Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss()))
const near =
  (draw, change = 1) =>
  (runs) => {
    const { low, high } = nextCount(Array.from({ length: runs }, draw), 0.01)
    const rows = Math.round(draw() * change)
    return rows < low || rows > high
  }
const histories = [
  ['numbers that only counting scatters, about 2,000', near(() => poisson(2000)), 10000],
  ['lognormal, ± 10 %', near(() => Math.round(2000 * Math.exp(0.1 * gauss()))), 10000],
  ['lognormal, ± 50 %', near(() => Math.round(2000 * Math.exp(0.5 * gauss()))), 10000],
  ['**half of the rows**, ± 10 %', near(() => Math.round(2000 * Math.exp(0.1 * gauss())), 0.5), 1000],
  ['**half of the rows**, only counting', near(() => poisson(2000), 0.5), 1000],
]

const section = `Columns that tell the target (threshold 0.98; 100 runs a cell):

${markdown(['column and target', ...rowCounts([30, 2000])], await rowsOf(leaks, [30, 2000]))}

Rows that stand out by one value (robust score, default threshold, aimed at 5 % on normal columns; 100 runs, 50 with an outlier):

${markdown(['table', ...rowCounts([100, 5000])], await rowsOf(robust, [100, 5000]))}

Rows that stand out by all values together (isolation score, default threshold, aimed likewise; 60 tables a cell against
the thresholds of 8 seeds each):

${markdown(['table', ...rowCounts([1000])], together(1000))}

Rows against earlier runs (\`chance\` 1 %, 10,000 runs a cell, 1,000 where half is missing):

${markdown(['rows of a run', '4 earlier runs', '10', '30'], await rowsOf(histories, [4, 10, 30]))}

Made by \`node bench/anomalies.mjs\`, seed ${seed}.`

writeSection('anomalies', section)
await engine.close()

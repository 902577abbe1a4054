// Measures the anomaly expectations: how often each speaks up although nothing is wrong, and what it finds. Writes the section
// Anomalies of docs/statistics.md. Usage: npm run emit && node bench/anomalies.mjs   (ten minutes of one core)
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { identifier, join, openEngine, sql } from '../.build/packages/dataset/src/index.js'
import { seededRandom } from '../.build/packages/ports/src/index.js'
import { nextCount } from '../.build/packages/validation/src/expectations/anomalies/history.js'
import { parseSuite, validate } from '../.build/packages/validation/src/index.js'

const seed = 20_262
const engine = await openEngine({
  log: { info() {}, debug() {}, warning() {}, error() {}, progress() {}, group: (_, work) => work(), mask() {} },
  exec: { run: () => Promise.reject(new Error('no program is run here')) },
  cache: { name: 'none', restore: async () => false, save: async () => undefined },
  toolCache: { root: tmpdir() },
  env: process.env,
  dist: process.cwd(),
})
await engine.run(sql`SET threads = 1`)
await engine.all(sql`SELECT setseed(${(seed % 1000) / 1000})`)
const random = seededRandom(seed)
const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const normal = sql`(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))`

/** Whether an expectation fails on a fresh table with these columns, by name; those marked `after` are made from the others. */
async function fails(columns, rows, type, kwargs, options = {}) {
  const made = (after) =>
    Object.entries(columns)
      .filter(([, column]) => Boolean(column.after) === after)
      .map(([name, { value }]) => sql`${value} AS ${identifier(name)}`)
  const own = sql`range + 1 AS "rowNumber", 0 AS "rowFile", range + 1 AS "rowInFile", 'test' AS "rowSplit"`
  await engine.run(
    sql`CREATE OR REPLACE TABLE first AS SELECT ${join([...made(false), own])}, range FROM range(${rows})`,
  )
  await engine.run(sql`CREATE OR REPLACE TABLE drawn AS SELECT ${join([sql`*`, ...made(true)])} FROM first`)
  const described = Object.entries(columns).map(([name, { type: of = 'number', role = 'feature' }]) => ({
    name,
    type: of,
    role,
    missing: 0,
  }))
  const suite = parseSuite(JSON.stringify({ name: 'bench', expectations: [{ type, kwargs }] }), 'bench.json')
  const { success } = await validate({ rows, columns: described, engine, table: identifier('drawn') }, suite, options)
  return !success
}

async function rate(times, trial) {
  let failed = 0
  for (let run = 0; run < times; run += 1) failed += (await trial()) ? 1 : 0
  return `${((100 * failed) / times).toFixed(1)} %`
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

const table = (head, lines) => {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')
}
const counts = (values) => values.map((value) => `${value.toLocaleString('en-US')} rows`)

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
const isolation = { method: 'isolation' }
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
const isolated = [
  ...clean.slice(0, 2).map(([name, columns]) => [name, outliers(columns, isolation), 40]),
  ...clean.slice(3).map(([name, columns]) => [name, outliers(columns, isolation), 10]),
  ...odd.map(([name, columns]) => [name, outliers(columns, isolation), 10]),
]

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

const section = `<!-- bench:anomalies -->
Columns that tell the target (threshold 0.98; 100 runs a cell):

${table(['column and target', ...counts([30, 2000])], await rowsOf(leaks, [30, 2000]))}

Rows that stand out by one value (robust score, default threshold, aimed at 5 % on normal columns; 100 runs, 50 with an outlier):

${table(['table', ...counts([100, 5000])], await rowsOf(robust, [100, 5000]))}

Rows that stand out by all values together (isolation score, default threshold, aimed likewise; 40 runs, 10 of the lognormal columns and with an outlier):

${table(['table', ...counts([1000])], await rowsOf(isolated, [1000]))}

Rows against earlier runs (\`chance\` 1 %, 10,000 runs a cell, 1,000 where half is missing):

${table(['rows of a run', '4 earlier runs', '10', '30'], await rowsOf(histories, [4, 10, 30]))}

Made by \`node bench/anomalies.mjs\`, seed ${seed}.
<!-- /bench:anomalies -->`

const file = new URL('../docs/statistics.md', import.meta.url)
const text = readFileSync(file, 'utf8')
writeFileSync(
  file,
  text.replace(/<!-- bench:anomalies -->[\s\S]*<!-- \/bench:anomalies -->/, () => section),
)
process.stdout.write(`${section}\n`)
await engine.close()

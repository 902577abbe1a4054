// Measures the anomaly expectations: how often each speaks up although nothing is wrong, and what it finds. Writes the section
// Anomalies of docs/statistics.md. Usage: npm run emit && node bench/anomalies.mjs   (a quarter of an hour of one core)
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { identifier, join, openEngine, sql } from '../.build/packages/dataset/src/index.js'
import { seededRandom } from '../.build/packages/ports/src/index.js'
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

/** Whether an expectation fails on a fresh table with these columns: a map of name to SQL, the target among them or not. */
async function fails(columns, rows, type, kwargs, options = {}) {
  const values = Object.entries(columns).map(([name, { value }]) => sql`${value} AS ${identifier(name)}`)
  const own = sql`range + 1 AS "rowNumber", 0 AS "rowFile", range + 1 AS "rowInFile", 'test' AS "rowSplit"`
  await engine.run(sql`CREATE OR REPLACE TABLE drawn AS SELECT ${join(values)}, ${own} FROM range(${rows})`)
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
  ['unrelated numbers, even labels', leak({ x: { value: normal }, y: label(0.5) }), 300],
  ['unrelated numbers, labels 5 : 95', leak({ x: { value: normal }, y: label(0.05) }), 300],
  [
    'unrelated, a value of its own in each row',
    leak({ x: { value: sql`'r' || range`, type: 'string' }, y: label(0.5) }),
    300,
  ],
  [
    'a strong feature: 95 % of the labels right',
    leak({ y: label(0.5), x: { value: sql`CASE WHEN (y = 'yes') = (random() < 0.95) THEN 1 ELSE -1 END + random()` } }),
    300,
  ],
  ['unrelated numbers, numeric target', leak({ x: { value: normal }, y: number }), 300],
  ['a strong feature: correlation 0.95', leak({ y: number, x: { value: sql`0.95 * y + 0.312 * ${normal}` } }), 300],
  ['**a leak**: the labels by other names', leak({ y: label(0.5), x: { value: sql`upper(y)`, type: 'string' } }), 100],
  [
    '**a leak**: numbers that a cut tells apart',
    leak({ y: label(0.5), x: { value: sql`CASE WHEN y = 'yes' THEN 1 ELSE -1 END + random()` } }),
    100,
  ],
  ['**a leak**: the target in another unit, rounded', leak({ y: number, x: { value: sql`round(32 + 18 * y)` } }), 100],
]

// Rows that stand out.
const five = (make) => Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`x${at}`, { value: make(at) }]))
const outliers = (columns, kwargs) => (rows) => fails(columns, rows, 'expect_table_rows_to_not_be_outliers', kwargs)
const isolation = { method: 'isolation' }
const correlated = five((at) => (at === 0 ? normal : sql`0.95 * x0 + 0.312 * ${normal}`))
const planted = (value) => five(() => sql`CASE WHEN range = 7 THEN ${value} ELSE ${normal} END`)
const plantedOne = five((at) => (at === 0 ? sql`CASE WHEN range = 7 THEN 12 ELSE ${normal} END` : normal))
const clean = [
  ['5 normal columns', five(() => normal)],
  ['5 correlated normal columns (0.9)', correlated],
  ['5 uniform columns', five(() => sql`random()`)],
  ['5 lognormal columns', five(() => sql`exp(${normal})`)],
]
const standing = [
  ...clean.map(([name, columns]) => [`robust z, ${name}`, outliers(columns, {}), 300]),
  ...clean.map(([name, columns]) => [`isolation, ${name}`, outliers(columns, isolation), 60]),
  ['robust z, **one row** 12 deviations out in one column', outliers(plantedOne, {}), 100],
  ['isolation, **one row** 12 deviations out in one column', outliers(plantedOne, isolation), 40],
  ['robust z, **one row** 4 deviations out in all columns', outliers(planted(4), {}), 100],
  ['isolation, **one row** 4 deviations out in all columns', outliers(planted(4), isolation), 40],
]

// Rows of earlier runs.
const poisson = (mean) => Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss()))
const near =
  (draw, change = 1) =>
  (runs) => {
    const history = Array.from({ length: runs }, draw)
    return fails(
      { x: { value: sql`1` } },
      Math.round(draw() * change),
      'expect_table_row_count_to_be_near_history',
      {},
      { history },
    )
  }
const histories = [
  ['numbers that only counting scatters, about 2,000', near(() => poisson(2000)), 1000],
  ['lognormal, ± 10 %', near(() => Math.round(2000 * Math.exp(0.1 * gauss()))), 1000],
  ['lognormal, ± 50 %', near(() => Math.round(2000 * Math.exp(0.5 * gauss()))), 1000],
  ['**half of the rows**, ± 10 %', near(() => Math.round(2000 * Math.exp(0.1 * gauss())), 0.5), 200],
  ['**half of the rows**, only counting', near(() => poisson(2000), 0.5), 200],
]

const section = `<!-- bench:anomalies -->
Columns that tell the target (threshold 0.98; failed runs of 300, of 100 where there is a leak):

${table(['column and target', ...counts([30, 200, 2000])], await rowsOf(leaks, [30, 200, 2000]))}

Rows that stand out (default thresholds, aimed at 5 % on normal columns; 300 runs of the robust score and 60 of the isolation
score, 100 and 40 where there is an outlier):

${table(['score and table', ...counts([100, 1000, 5000])], await rowsOf(standing, [100, 1000, 5000]))}

Rows against earlier runs (\`chance\` 1 %, 1,000 runs a cell, 200 where half is missing):

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

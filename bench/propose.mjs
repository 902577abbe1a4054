// Measures proposed suites: how often a fresh sample of the same source fails one, and what they find. Writes the section
// Proposed suites of docs/statistics.md. Usage: npm run emit && node bench/propose.mjs
import { sql } from '../.build/packages/dataset/src/index.js'
import { parseSuite, proposeSuite, suiteText, validate } from '../.build/packages/validation/src/index.js'
import { drawTable, markdown, normal, percent, reseed, rowCounts, seededEngine, writeSection } from './tables.mjs'

const seed = 20_261
const runs = 100
const finds = 20
const sizes = [100, 1000, 10_000]
const engine = await seededEngine(seed)

const kinds = {
  normal: { type: 'number', value: normal },
  lognormal: { type: 'number', value: sql`exp(${normal})` },
  cauchy: { type: 'number', value: sql`tan(pi() * (random() - 0.5))` },
  counts: { type: 'integer', value: sql`round(3 * exp(${normal}))::BIGINT` },
  few: { type: 'string', value: sql`'c' || floor(8 * random())::INTEGER` },
  rare: { type: 'string', value: sql`'c' || floor(pow(45, random()))::INTEGER` },
  very: { type: 'string', value: sql`'c' || floor(pow(45, pow(random(), 3)))::INTEGER` },
  missing: { type: 'number', value: sql`CASE WHEN random() < 0.02 THEN NULL ELSE ${normal} END` },
  text: { type: 'string', value: sql`repeat('x', (5 + 60 * random())::INTEGER) || (1000000 * random())::INTEGER` },
  uuid: { type: 'string', value: sql`uuid()::VARCHAR` },
}
const repeat = (times, kind) => Array.from({ length: times }, () => kind)

/** A fresh sample as a table; a change replaces the first column's value. */
function sample(kindNames, rows, change = (value) => value) {
  const columns = kindNames.map((kind, at) => {
    const { type, value } = kinds[kind]
    return [`x${at}`, { type, value: at === 0 ? change(value) : value }]
  })
  return drawTable(engine, Object.fromEntries(columns), rows)
}

async function failedOn(table, suite) {
  const { results } = await validate(table, suite)
  const failed = results.filter(({ success }) => !success).map(({ expectation_config: { severity } }) => severity)
  return { critical: failed.includes('critical'), warning: failed.includes('warning') }
}

async function oneRun(columns, rows, change) {
  const accepted = await sample(columns, rows)
  const suite = parseSuite(suiteText(await proposeSuite(accepted, 'bench')), 'bench.json')
  const own = await failedOn(accepted, suite)
  if (own.critical || own.warning) throw new Error('a suite fails on the data it came from')
  return failedOn(await sample(columns, rows, change), suite)
}

async function rates(times, columns, rows, change) {
  const counts = { critical: 0, warning: 0 }
  for (let run = 0; run < times; run += 1) {
    const failed = await oneRun(columns, rows, change)
    if (failed.critical) counts.critical += 1
    if (failed.warning) counts.warning += 1
  }
  return `${percent(counts.critical, times)} · ${percent(counts.warning, times)}`
}

const mixed = [
  'normal',
  'normal',
  'lognormal',
  'cauchy',
  'counts',
  'counts',
  'few',
  'rare',
  'missing',
  'missing',
  'text',
  'uuid',
]
const tables = [
  ['12 columns of all kinds', mixed],
  ['6 columns of lognormal numbers', repeat(6, 'lognormal')],
  ['6 columns of counts (ties)', repeat(6, 'counts')],
  ['6 columns of 44 categories, most very rare', repeat(6, 'very')],
  ['6 columns with 2 % missing', repeat(6, 'missing')],
]
const part = (share, other) => (value) => sql`CASE WHEN random() < ${share} THEN ${other(value)} ELSE ${value} END`
const changes = [
  ['5 % of a column in another unit (× 100)', mixed, part(0.05, (value) => sql`100 * (${value})`)],
  ['mean moved by 1 standard deviation', mixed, (value) => sql`${value} + 1`],
  ['missing share 0 → 20 %', mixed, part(0.2, () => sql`NULL`)],
  ['a new category in 5 %', ['few', ...mixed], part(0.05, () => sql`'new'`)],
]

async function lines(entries, times) {
  const made = []
  for (const [name, columns, change] of entries) {
    const cells = []
    for (const rows of sizes) cells.push(await rates(times, columns, rows, change))
    process.stderr.write(`${name}: ${cells.join(' | ')}\n`)
    made.push([name, ...cells])
  }
  return made
}

const header = rowCounts(sizes)
const quiet = await lines(tables, runs)
await reseed(engine, seed)
const found = await lines(changes, finds)

const section = `How often a fresh sample of as many rows fails any critical check · any warning, although nothing changed (${runs} runs a cell,
standard error 2.2 points at 5 %). Aimed at: at most 5 % each.

${markdown(['table, nothing changed', ...header], quiet)}

How often it finds a change of one of 12 columns (${finds} runs a cell; critical · warning):

${markdown(['change', ...header], found)}

Made by \`node bench/propose.mjs\`, seed ${seed}. No suite failed on the data it was proposed from.`

writeSection('propose', section)
await engine.close()

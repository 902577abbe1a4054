// Random suites on random and real tables, by Trainyard and by Great Expectations: equal, but for the listed deviations.
// TRAINYARD_SEED and TRAINYARD_SUITES choose others; GREAT_EXPECTATIONS is the Python that has the library (requirements.txt).
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { room, root, run, scratchFolder, services } from '../image/support.mjs'
import { differences, same } from './compare.mjs'
import { deviationOf, deviations } from './deviations.mjs'
import { drawing } from './draw.mjs'
import { openParquet, startExaminer, validateCase } from './ours.mjs'
import { drawSuite } from './suites.mjs'
import { writeTables } from './tables.mjs'

const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache')
const python = process.env.GREAT_EXPECTATIONS ?? path.join(cache, 'trainyard-ci/great-expectations-1.24.1/bin/python')
const seed = Number(process.env.TRAINYARD_SEED ?? 4)
const suites = Number(process.env.TRAINYARD_SUITES ?? 500)
const reference = fileURLToPath(new URL('reference.py', import.meta.url))

/** These have no pandas implementation. */
const withoutPandas = [
  'expect_column_values_to_match_like_pattern',
  'expect_column_values_to_not_match_like_pattern',
  'expect_column_values_to_match_like_pattern_list',
  'expect_column_values_to_not_match_like_pattern_list',
  'expect_table_row_count_to_equal_other_table',
  'unexpected_rows_expectation',
  'expect_query_results_to_match_comparison',
]

const skip = !existsSync(python) && `no such program: ${python}`

test('every expectation of Great Expectations is known here', { skip }, async () => {
  const { expectations } = await room('validation')
  const known = new Set(expectations.map(({ type }) => type))
  assert.deepEqual(
    (await theirTypes()).filter((type) => !known.has(type)),
    [],
  )
})

test('the reference lists every deviation, with its reason', async () => {
  const page = await readFile(path.join(root, 'docs/reference/expectations.md'), 'utf8')
  for (const { name, reason } of deviations) assert.ok(page.includes(`| ${name} | ${reason} |`), `${name}: ${reason}`)
})

test(`${suites} suites, seed ${seed}: the results of Great Expectations`, {
  skip,
  timeout: 900_000,
}, async (t) => {
  const folder = await scratchFolder(t)
  const draw = await drawing(seed)
  const tables = await openTables(t, folder, draw)
  const { expectations } = await room('validation')
  const compared = (await theirTypes()).filter((type) => !withoutPandas.includes(type))
  const members = expectations.filter(({ type }) => compared.includes(type))
  const cases = draw.times(suites, () => drawSuite(draw, draw.pick(tables).facts, members))
  const theirs = await validatedByPython(cases, folder)
  const examiner = await startExaminer(t)
  const found = []
  for (const [index, drawn] of cases.entries()) {
    const { table, facts } = tables.find(({ facts }) => facts.file === drawn.table)
    const ours = await validateCase({ table, examiner }, drawn)
    found.push(
      ...differences({ ...drawn, columns: facts.types }, ours, theirs[index]).map((entry) => ({
        case: index,
        ...entry,
      })),
    )
  }
  report(t, cases, found)
})

/** The expectations that the library has. */
async function theirTypes() {
  const { stdout } = await run(python, [reference, 'types'])
  return JSON.parse(stdout)
}

/** Random and real tables, opened, with the values that arguments are drawn from. */
async function openTables(t, folder, draw) {
  const { openEngine } = await room('dataset')
  const own = services({})
  const engine = await openEngine(own)
  await writeTables({ count: 60, folder, draw, engine })
  await engine.close()
  await run(python, [reference, 'tables', folder])
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.parquet'))
    .sort()
  const tables = []
  for (const name of files) {
    const table = await openParquet(path.join(folder, name), own)
    t.after(() => table.close())
    tables.push({ table, facts: await factsOf(table, path.join(folder, name)) })
  }
  return tables
}

async function factsOf({ engine, table, rows, columns }, file) {
  const { identifier, join, sql } = await room('dataset')
  const names = join(columns.map(({ name }) => identifier(name)))
  const found = await engine.all(sql`SELECT ${names} FROM ${table} ORDER BY "rowNumber" LIMIT 200`)
  const described = await engine.all(sql`DESCRIBE SELECT * FROM read_parquet(${file})`)
  return {
    file,
    rows,
    types: Object.fromEntries(described.map(({ column_name: name, column_type: type }) => [name, type])),
    columns: columns.map(({ name, type }) => ({ name, type, values: found.map((row) => written(type, row[name])) })),
  }
}

/** A value as a suite may hold it. */
function written(type, value) {
  if (typeof value === 'number' && Number.isNaN(value)) return null
  if (value === null || !['date', 'timestamp', 'time'].includes(type)) return value
  if (type === 'time') return new Date(Number(value) / 1000).toISOString().slice(11, 19)
  return type === 'date' ? value.slice(0, 10) : value.replace(/(\.000)?Z$/, '')
}

async function validatedByPython(cases, folder) {
  const [input, output] = [path.join(folder, 'cases.json'), path.join(folder, 'results.json')]
  await writeFile(input, JSON.stringify(cases))
  await run(python, [reference, 'run', input, output], { maxBuffer: 2 ** 28 })
  return JSON.parse(await readFile(output, 'utf8'))
}

function report(t, cases, found) {
  const unlisted = found.filter((difference) => deviationOf(difference) === undefined)
  const checks = cases.reduce((sum, { expectations }) => sum + expectations.length, 0)
  t.diagnostic(`${checks} expectations in ${cases.length} suites; ${found.length - unlisted.length} listed deviations`)
  const lines = Object.entries(grouped(unlisted)).map(([name, all]) => `${all.length} × ${name}: ${shown(all[0])}`)
  assert.equal(unlisted.length, 0, `${unlisted.length} differences are not listed:\n${lines.join('\n')}`)
}

function grouped(found) {
  const groups = {}
  for (const difference of found) {
    const name = `${difference.type} ${difference.key}`
    groups[name] = [...(groups[name] ?? []), difference]
  }
  return groups
}

/** One difference in a line, without the columns that it is not about. */
function shown({ case: index, kwargs, columns, ours, theirs }) {
  const json = (value) => JSON.stringify(value)?.slice(0, 300)
  const [our, their] = firstDifference(ours, theirs)
  const about = Object.entries(columns).filter(([name]) => json(kwargs).includes(name))
  return `case ${index}, ${json(kwargs)} on ${json(Object.fromEntries(about))}\n    ours ${json(our)}\n    theirs ${json(their)}`
}

/** The first entries of two lists that differ; of other values, the values. */
function firstDifference(ours, theirs) {
  if (!Array.isArray(ours) || !Array.isArray(theirs) || ours.length !== theirs.length) return [ours, theirs]
  const place = ours.findIndex((entry, index) => !same(entry, theirs[index]))
  return firstDifference(ours[place], theirs[place])
}

// What is measured: tables, suites, and who does the work.
import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sixteen, suiteFor, twenty } from './suites.mjs'
import { writeCsv, writeNarrow, writeWide } from './tables.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Every work: how its files are made, who does it, and what is said of it. */
export function works(setting) {
  return [
    sixteenChecks(setting, 10_000_000),
    sixteenChecks(setting, 1_000_000),
    manyChecks(setting),
    coldStart(setting),
    csv(setting),
  ]
}

function sixteenChecks(setting, rows) {
  const count = setting.quick ? rows / 100 : rows
  const data = path.join(setting.folder, `rows-${rows}.parquet`)
  const suite = written(setting, 'sixteen.json', sixteen)
  return {
    name: rows === 10_000_000 ? '10m' : '1m',
    title: `16 checks, ${count.toLocaleString('en')} rows × 10 columns, Parquet`,
    prepare: async () => [await writeNarrow(data, count)],
    contenders: [
      trainyard(setting, data, suite),
      greatExpectations(setting, data, suite),
      { name: 'Pandera', command: [setting.peers.Pandera, here('pandera_run.py'), data] },
      handWritten(data),
    ],
  }
}

function manyChecks(setting) {
  const count = setting.quick ? 10_000 : 1_000_000
  const data = path.join(setting.folder, 'many.parquet')
  const suites = [16, 226].map((checks) => [checks, written(setting, `checks-${checks}.json`, suiteFor(checks))])
  return {
    name: 'many',
    title: `16 and 226 checks, ${count.toLocaleString('en')} rows × 10 columns, Parquet`,
    prepare: async () => [await writeNarrow(data, count)],
    contenders: [
      ...suites.map(([checks, suite]) => trainyard(setting, data, suite, `Trainyard, ${checks} checks`)),
      ...suites.map(([checks, suite]) => ({
        ...greatExpectations(setting, data, suite),
        name: `Great Expectations, ${checks} checks`,
        runs: 1,
      })),
    ],
  }
}

function coldStart(setting) {
  const count = setting.quick ? 10_000 : 100_000
  const data = path.join(setting.folder, 'wide.parquet')
  const suite = written(setting, 'forty.json', twenty)
  return {
    name: 'cold',
    title: `From start to verdict: 40 checks, ${count.toLocaleString('en')} rows × 20 columns, Parquet`,
    prepare: async () => [await writeWide(data, count)],
    contenders: [trainyard(setting, data, suite), greatExpectations(setting, data, suite)],
  }
}

function csv(setting) {
  const bytes = setting.quick ? 2e7 : 1e9
  const data = path.join(setting.folder, 'rows.csv')
  const suite = written(setting, 'sixteen.json', sixteen)
  let size = 0
  return {
    name: 'csv',
    title: `16 checks, CSV of ${bytes / 1e6} MB, 10 columns`,
    prepare: async () => {
      await writeCsv(data, bytes)
      size = statSync(data).size
      return [data]
    },
    contenders: [trainyard(setting, data, suite), handWritten(data)],
    notes: ([{ seconds }]) => [`Trainyard: ${(size / 1e6 / seconds).toFixed(0)} MB/s.`],
  }
}

function trainyard({ dist, folder }, data, suite, name = 'Trainyard') {
  const program = path.join(dist, 'cli/index.js')
  const out = path.join(folder, 'out')
  return {
    name,
    command: [process.execPath, program, 'validate-data', '--data', data, '--suite', suite, '--out', out],
  }
}

function greatExpectations({ peers }, data, suite) {
  const name = 'Great Expectations'
  return { name, command: [peers[name], here('great_expectations_run.py'), data, suite] }
}

/** The same DuckDB as Trainyard's, in Node. */
function handWritten(data) {
  return { name: 'one DuckDB query, by hand', command: [process.execPath, here('duckdb_query.mjs'), data] }
}

function written({ folder }, name, suite) {
  const file = path.join(folder, name)
  writeFileSync(file, JSON.stringify(suite))
  return file
}

// Time and memory of a whole `evaluate`, model and rows given, for tables of several sizes.
// usage: node bench/evaluate-scale.mjs [--rows 100000,1000000,10000000] [--dist dist] [--id]
//   --id also reads a column of ids, text of eight characters; GNU time is needed
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { measureInTurn } from './validation/measure.mjs'

const root = path.dirname(import.meta.dirname)
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000,10000000' },
    dist: { type: 'string', default: path.join(root, 'dist') },
    id: { type: 'boolean', default: false },
  },
})

/** Two classes that six numbers tell apart, not quite. */
async function writeRows(file, rows) {
  const connection = await (await DuckDBInstance.create()).connect()
  const features = ['a', 'b', 'c', 'd', 'e', 'f'].map(
    (name, at) => `hash(i * 8 + ${at}) / 18446744073709551616.0 AS ${name}`,
  )
  const table = `SELECT i, ${features}, hash(i * 8 + 7) / 18446744073709551616.0 AS noise FROM range(${rows}) AS t(i)`
  const id = options.id ? "lpad(i::VARCHAR, 8, '0') AS id, " : ''
  const label = "CASE WHEN a + b - c + d * e + noise > 1.4 THEN 'yes' ELSE 'no' END AS label"
  await connection.run(`COPY (SELECT ${id}a, b, c, d, e, f, ${label} FROM (${table})) TO '${file}'`)
  connection.closeSync()
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-evaluate-scale-'))
try {
  const data = ['data:', '  train: train.parquet', '  target: label', ...(options.id ? ['  id: id'] : [])]
  const gates = ['evaluate:', '  gates:', '    - accuracy >= 0.6', '    - roc_auc >= 0.6']
  writeFileSync(path.join(folder, 'trainyard.yml'), `${['name: scale', ...data, ...gates].join('\n')}\n`)
  await writeRows(path.join(folder, 'train.parquet'), 1000)
  const cli = (...words) => [process.execPath, path.join(path.resolve(options.dist), 'cli/index.js'), ...words]
  const run = (name, ...words) => measureInTurn([{ name, command: cli(...words) }], 1, folder)[0]
  run('validate-data', 'validate-data')
  run('train', 'train')
  for (const rows of options.rows.split(',').map(Number)) {
    const file = `rows-${rows}.parquet`
    await writeRows(path.join(folder, file), rows)
    const { seconds, cpu, megabytes } = run('evaluate', 'evaluate', '--data', file)
    const figures = [
      `${seconds.toFixed(1)} s`,
      `processor time ${cpu.toFixed(1)} s`,
      `peak memory ${megabytes.toFixed(0)} MB`,
    ]
    console.log(`${rows.toLocaleString('en-US').padStart(12)} rows: ${figures.join(', ')}`)
    rmSync(path.join(folder, file))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

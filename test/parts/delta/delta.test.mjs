// Seeded histories of Delta tables, written by Spark and by delta-rs: at every sampled version and time, the rows that Spark
// reads. TRAINYARD_DELTA_TABLES=40,60 writes more; TRAINYARD_DELTA names the folder of `install`.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { run, scratchFolder, services } from '../image/support.mjs'
import { ourType, readDelta, sorted } from './reading.mjs'

const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache')
const parts = process.env.TRAINYARD_DELTA ?? path.join(cache, 'trainyard-ci/delta-4.0.0')
const python = path.join(parts, 'python/bin/python')
const [spark, deltaRs] = (process.env.TRAINYARD_DELTA_TABLES ?? '20,30').split(',')
const script = fileURLToPath(new URL('histories.py', import.meta.url))

/** The tables, written now; or before, where TRAINYARD_DELTA_HISTORIES names their folder. */
async function histories(t) {
  const before = process.env.TRAINYARD_DELTA_HISTORIES
  if (before) return before
  const folder = await scratchFolder(t)
  await run(python, [script, path.join(parts, 'jars'), folder, spark, deltaRs], { maxBuffer: 2 ** 28 })
  return folder
}

test(`${spark} histories of Spark and ${deltaRs} of delta-rs: the rows that Spark reads`, {
  skip: !existsSync(python) && `not installed: ${python}`,
  timeout: 3_600_000,
}, async (t) => {
  const folder = await histories(t)
  const files = (await readdir(path.join(folder, 'expected'))).sort()
  assert.equal(files.length, Number(spark) + Number(deltaRs))
  let reads = 0
  for (const file of files) {
    const expected = JSON.parse(await readFile(path.join(folder, 'expected', file), 'utf8'))
    reads += await sameRows(folder, path.basename(file, '.json'), expected)
  }
  t.diagnostic(`${files.length} tables, ${reads} reads`)
})

async function sameRows(folder, name, { latest, reads, times }) {
  for (const { version, columns, rows } of reads) {
    const found = await read(folder, version === latest ? name : `${name}@v${version}`)
    const types = columns.map(([column, type]) => [column, ourType(type)])
    assert.deepEqual(found.columns, types, `${name}, version ${version}`)
    assert.deepEqual(found.rows, sorted(rows), `${name}, version ${version}`)
    assert.equal(found.version, version)
  }
  for (const { timestamp, version } of times) {
    const time = new Date(timestamp).toISOString().replaceAll(/\D/g, '')
    const found = await read(folder, `${name}@${time}`)
    assert.equal(found.version, version, `${name} at ${time}`)
  }
  return reads.length + times.length
}

function read(folder, name) {
  return readDelta(folder, name, services({ toolCache: path.join(folder, 'tools') }))
}

// What the benchmarks of checks share: an engine of one thread with seeded draws, random tables, and Markdown.
import { readFileSync, writeFileSync } from 'node:fs'
import { identifier, join, openEngine, sql } from '../.build/packages/dataset/src/index.js'
import { quietServices } from '../.build/test/support/services.js'

/** Normal numbers. */
export const normal = sql`(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))`

/** An engine whose draws are those of the seed. */
export async function seededEngine(seed) {
  const engine = await openEngine({ ...quietServices, env: process.env })
  await engine.run(sql`SET threads = 1`)
  await reseed(engine, seed)
  return engine
}

export async function reseed(engine, seed) {
  await engine.all(sql`SELECT setseed(${(seed % 1000) / 1000})`)
}

/** A fresh table of columns `{value, type, role, after}`, by name; those marked `after` are made from the others. */
export async function drawTable(engine, columns, rows) {
  const made = (after) =>
    Object.entries(columns)
      .filter(([, column]) => Boolean(column.after) === after)
      .map(([name, { value }]) => sql`${value} AS ${identifier(name)}`)
  const own = sql`range + 1 AS "rowNumber", 0 AS "rowFile", range + 1 AS "rowInFile", 'test' AS "rowSplit"`
  await engine.run(
    sql`CREATE OR REPLACE TABLE first AS SELECT ${join([...made(false), own])}, range FROM range(${rows})`,
  )
  await engine.run(sql`CREATE OR REPLACE TABLE drawn AS SELECT ${join([sql`*`, ...made(true)])} FROM first`)
  const names = Object.keys(columns)
  const [missing] = await engine.all(
    sql`SELECT ${join(names.map((name) => sql`count(*) - count(${identifier(name)}) AS ${identifier(name)}`))} FROM drawn`,
  )
  const described = Object.entries(columns).map(([name, { type = 'number', role = 'feature' }]) => {
    return { name, type, role, missing: Number(missing[name]) }
  })
  const table = identifier('drawn')
  return { rows, columns: described, engine, table, only: () => table }
}

export const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`
export const rowCounts = (sizes) => sizes.map((size) => `${size.toLocaleString('en-US')} rows`)

/** A table of Markdown. */
export function markdown(head, lines) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')
}

/** Puts a section in its place in docs/statistics.md, and prints it. */
export function writeSection(name, section) {
  const file = new URL('../docs/statistics.md', import.meta.url)
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const [before, rest] = readFileSync(file, 'utf8').split(start)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`docs/statistics.md has no section ${name}`)
  writeFileSync(file, `${before}${start}\n${section}\n${end}${after}`)
  process.stdout.write(`${section}\n`)
}

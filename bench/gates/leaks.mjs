// How often a leak is found, and how often an honest table is said to have one: draws tables whose truth is known, and scores each column.
// usage: node scripts/emit.mjs && node bench/gates/leaks.mjs [--write] [trials]      --write puts the table into docs/statistics.md
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { normals } from './scenarios.mjs'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const { scoreColumn } = await import(path.join(build, 'packages/evaluation/src/leaks/score.js'))
const { seededRandom } = await import(path.join(build, 'packages/ports/src/index.js'))

const trials = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 1000)
const seed = 20261126
const above = 0.93

/** Labels of classes with these shares. */
const classes = (shares) => (rows, random) => {
  const ends = shares.map((_, at) => shares.slice(0, at + 1).reduce((sum, share) => sum + share, 0))
  const draw = (place) =>
    Math.max(
      0,
      ends.findIndex((end) => place < end),
    )
  const values = Float64Array.from({ length: rows }, () => draw(random()))
  return { task: 'classification', classes: shares.map(String), values }
}
const numbers = (rows, _, normal) => ({
  task: 'regression',
  values: Float64Array.from({ length: rows }, () => Math.exp(normal())),
})

/** The label, with another class in a share of the rows. */
const copy = (noise) => (labels, random) => {
  const count = labels.classes.length
  return labels.values.map((label) =>
    random() < noise ? (label + 1 + Math.floor(random() * (count - 1))) % count : label,
  )
}
/** The number, off by normal noise of a share of its own size. */
const near = (noise) => (labels, _, normal) => labels.values.map((value) => value * (1 + noise * normal()))

/** A normal column whose area under the curve for the second class is known: d′ apart. */
const apart = (distance) => (labels, _, normal) => labels.values.map((label) => distance * label + normal())
const related = (correlation) => (labels, _, normal) =>
  labels.values.map((value) => correlation * Math.log(value) + Math.sqrt(1 - correlation ** 2) * normal())
const ids = (labels) => Array.from(labels.values, (_, row) => `id ${row}`)
const shops = (labels, random) => Array.from(labels.values, () => `shop ${Math.floor(random() * 300)}`)
const someMissing = (column) => (labels, random, normal) =>
  column(labels, random, normal).map((value) => (random() < 0.2 ? Number.NaN : value))

const binary = classes([0.5, 0.5])
const rare = classes([0.95, 0.05])
const three = classes([0.5, 0.3, 0.2])
const noises = [0, 0.01, 0.02, 0.05, 0.1]
const percent = (share) => `${+(100 * share).toFixed(1)} %`
const leak = (what, rows, labels, column, noise) => ({
  what: `${what}, ${percent(noise)} noise`,
  rows,
  labels,
  columns: [column(noise)],
})
const honest = (what, rows, labels, columns) => ({ what: `honest: ${what}`, rows, labels, columns })
/** Distances that give areas of 0.6 to 0.85, ten columns, and columns that name or group the rows. */
const usual = [0, 0.36, 0.5, 0.74, 0.9, 1.05, 1.2, 1.3, 1.4, 1.47].map(apart)

const scenarios = [
  ...[500, 5000].flatMap((rows) => noises.map((noise) => leak('copy of two classes', rows, binary, copy, noise))),
  ...noises.map((noise) => leak('copy of two classes, 5 % of one', 5000, rare, copy, noise)),
  ...noises.map((noise) => leak('copy of three classes', 1000, three, copy, noise)),
  ...[0.01, 0.05, 0.1, 0.2].map((noise) => leak('copy of numbers', 1000, numbers, near, noise)),
  honest('12 columns, best area 0.85', 500, binary, [...usual, ids, shops]),
  honest('12 columns, best area 0.85', 5000, binary, [...usual, ids, shops]),
  honest('12 columns, best area 0.85, 5 % of one class', 5000, rare, [...usual, ids, shops]),
  honest('one column of area 0.90', 1000, binary, [apart(1.812)]),
  honest('one column of area 0.90, a fifth missing', 1000, binary, [someMissing(apart(1.812))]),
  honest('one column of area 0.92', 1000, binary, [apart(1.987)]),
  honest('one column of area 0.97', 1000, binary, [apart(2.66)]),
  honest(
    '3 columns of numbers, correlations up to 0.9',
    1000,
    numbers,
    [related(0.3), related(0.6), related(0.9), ids].slice(0, 3),
  ),
]

function simulate({ rows, labels, columns }, number) {
  const random = seededRandom(seed + number)
  const normal = normals(random)
  let told = 0
  for (let trial = 0; trial < trials; trial += 1) {
    const drawn = labels(rows, random, normal)
    if (columns.some((column) => scoreColumn(column(drawn, random, normal), drawn) >= above)) told += 1
  }
  return told
}

const lines = scenarios.map((scenario, number) => {
  const told = simulate(scenario, number)
  const line = `| ${scenario.what} | ${scenario.rows.toLocaleString('en-US')} | ${((100 * told) / trials).toFixed(1)} % |`
  process.stderr.write(`${line}\n`)
  return line
})
const made = `| table | rows | said to leak |\n|---|---|---|\n${lines.join('\n')}\n\nMade by \`node bench/gates/leaks.mjs --write ${trials}\`, seed ${seed}.`

if (process.argv.includes('--write')) {
  const file = path.join(root, 'docs/statistics.md')
  const marked = /(<!-- bench:leaks -->\n)[\s\S]*?(\n?<!-- \/bench:leaks -->)/
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marked, (_, before, after) => `${before}${made}${after}`),
  )
} else console.log(made)

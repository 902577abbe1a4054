// Measures the drift check: false alarms without drift, and what it finds with it. Writes the section Drift of
// docs/statistics.md. Usage: npm run emit && node bench/drift.mjs   (three minutes of one core; the seed makes it repeatable)
import { readFileSync, writeFileSync } from 'node:fs'
import { checkDrift } from '../.build/packages/monitoring/src/index.js'
import { seededRandom } from '../.build/packages/ports/src/index.js'
import { countLike, profileLabels, profileNumbers } from '../.build/packages/profile/src/index.js'

const seed = 20_260
const alpha = 0.05
const random = seededRandom(seed)
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const kinds = {
  normal: { draw: normal, profile: numbers },
  lognormal: { draw: () => Math.exp(normal()), profile: numbers },
  counts: { draw: () => Math.round(Math.exp(normal()) * 3), profile: numbers },
  levels10: { draw: () => `c${Math.floor(10 * random())}`, profile: profileLabels },
  tail50: { draw: () => `c${Math.floor(50 ** random())}`, profile: profileLabels },
  tail500: { draw: () => `c${Math.floor(500 ** random())}`, profile: profileLabels },
}

function numbers(values) {
  return profileNumbers(Float64Array.from(values))
}

/** One check of a table whose columns are of these kinds; the first column's new values are changed. */
function oneCheck(columns, before, now, change = (value) => value) {
  const pairs = columns.map((kind, at) => {
    const { draw, profile } = kinds[kind]
    const sample = (rows) => Array.from({ length: rows }, draw)
    const reference = { ...profile(sample(before)), name: `x${at}`, source: 'feature' }
    const counter = countLike(reference)
    const values = at === 0 ? sample(now).map(change) : sample(now)
    counter.add(profile === numbers ? Float64Array.from(values) : values)
    return [reference, { ...counter.profile(), name: `x${at}` }]
  })
  const current = new Map(pairs.map(([reference, counted]) => [reference.name, counted]))
  const { finding } = checkDrift(
    pairs.map(([reference]) => reference),
    current,
    alpha,
  )
  return finding === 'drift'
}

function rate(runs, columns, [before, now], change) {
  let alarms = 0
  for (let run = 0; run < runs; run += 1) alarms += oneCheck(columns, before, now, change) ? 1 : 0
  return `${((100 * alarms) / runs).toFixed(1)} %`
}

const repeat = (times, kind) => Array.from({ length: times }, () => kind)
const mixed = [...repeat(4, 'normal'), ...repeat(4, 'lognormal'), ...repeat(4, 'counts'), ...repeat(8, 'levels10')]
const sizes = [
  [500, 500],
  [1000, 200],
  [5000, 100],
]
const runs = 400

const header = ['table, no drift', ...sizes.map(([n, m]) => `${n} / ${m} rows`)]
const tables = [
  ['20 columns: 12 numbers, 8 of 10 categories', mixed],
  ['1 column of normal numbers', ['normal']],
  ['1 column of small counts (ties)', ['counts']],
  ['1 column of 10 categories', ['levels10']],
  ['1 column of 50 categories, most of them rare', ['tail50']],
  ['1 column of 500 categories, most of them rare', ['tail500']],
]
const alarms = tables.map(([name, columns]) => [name, ...sizes.map((size) => rate(runs, columns, size))])
const shifts = [0.2, 0.3, 0.5, 1].map((shift) => [
  `mean of 1 of 20 columns moved by ${shift} standard deviations`,
  ...sizes.map((size) => rate(100, mixed, size, (value) => value + shift)),
])

const rows = (lines) => lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
const table = (head, lines) => `${rows([head, head.map(() => '---')])}\n${rows(lines)}`

const section = `## Drift

New rows are compared with the profile column by column. Every test is a two-sample test: the sampling error of the
reference counts too. The tests of all columns are one family, corrected by Holm (1979), so that a table without any drift
is called drift with probability at most \`drift.false-alarms\` (5 % by default), however the columns depend on each other.

| values | test | source |
| --- | --- | --- |
| numbers, dates, times | Kolmogorov–Smirnov at the profile's 255 quantiles, exact up to 4 million lattice steps | Hodges (1957), Schröer and Trenkler (1995); SciPy \`ks_2samp\` |
| categories, booleans | chi-square test of homogeneity; cells expected less than 5 times are put together by their counts in both samples; too few rows: Fisher's exact test of the commonest category | Pearson (1911), Cochran (1954); SciPy \`chi2_contingency\`, \`fisher_exact\` |
| missing values | Fisher's exact test of their share; left out where neither sample misses any | Fisher (1935) |
| categories that were never seen | probability that all rows of the commonest new one fall into the new sample by chance, times the number of categories | hypergeometric, Bonferroni |

A column of more than 1,000 categories is not testable, nor is one without values; where nothing is testable the check ends
in an error. A feature that the new rows do not have counts as missing in every row.

Measured by \`node bench/drift.mjs\` (seed ${seed}, ${runs} checks a cell, standard error 1.1 points at 5 %): how often the
check says drift although both samples come from one distribution.

${table(header, alarms)}

How often it finds a shift (100 checks a cell, the same 20 columns):

${table(['drift', ...header.slice(1)], shifts)}
`

const file = new URL('../docs/statistics.md', import.meta.url)
writeFileSync(file, replaceSection(readText(file), section))
process.stdout.write(section)

function readText(url) {
  try {
    return readFileSync(url, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return '# Statistics\n'
    throw error
  }
}

/** Puts the section in the place of the one with its title, or at the end. */
function replaceSection(text, replacement) {
  const start = text.search(/^## Drift$/m)
  if (start < 0) return `${text.trimEnd()}\n\n${replacement}`
  const next = text.slice(start + 3).search(/^## /m)
  return text.slice(0, start) + replacement + (next < 0 ? '' : `\n${text.slice(start + 3 + next)}`)
}

// How often the gate errs: draws test sets from models whose truth is known, and lets the whole gate judge each of them.
// usage: node scripts/emit.mjs && node bench/gates/main.mjs [--write] [trials]      --write puts the tables into docs/statistics.md
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { normals, scenarios, uniform } from './scenarios.mjs'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const { judgeRules } = await import(path.join(build, 'packages/evaluation/src/index.js'))
const { seededRandom } = await import(path.join(build, 'packages/ports/src/index.js'))

const settlements = ['fail', 'estimate', 'pass']
const trials = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 1000)
const seed = 20261123

function simulate(scenario, number) {
  const random = seededRandom(seed + number)
  const passed = { fail: 0, estimate: 0, pass: 0, point: 0 }
  for (let trial = 0; trial < trials; trial += 1) {
    const table = scenario.draw(uniform(random), normals(random))
    const judge = (inconclusive) => judgeRules({ table, gates: [scenario.gate], inconclusive, seed: trial })
    const strict = judge('fail')
    passed.point += scenario.point(strict.rules[0]) ? 1 : 0
    // Only what is inconclusive is settled otherwise.
    for (const inconclusive of settlements) {
      const { verdict } = strict.verdict === 'inconclusive' ? judge(inconclusive) : strict
      if (verdict === 'pass') passed[inconclusive] += 1
    }
  }
  return passed
}

const percent = (count) => `${((100 * count) / trials).toFixed(1)} %`
const head =
  '| gate | rows | truth | should | passed: `fail` (default) | `estimate` | `pass` | point estimate |\n|---|---|---|---|---|---|---|---|'
const lines = scenarios.map((scenario, number) => {
  const { fail, estimate, pass, point } = simulate(scenario, number)
  const line = `| \`${scenario.gate}\` | ${scenario.rows.toLocaleString('en-US')} | ${scenario.truth} | ${scenario.should} | ${[fail, estimate, pass, point].map(percent).join(' | ')} |`
  process.stderr.write(`${line}\n`)
  return line
})
const made = `${head}\n${lines.join('\n')}\n\nMade by \`node bench/gates/main.mjs --write ${trials}\`, seed ${seed}.`

if (process.argv.includes('--write')) {
  const file = path.join(root, 'docs/statistics.md')
  const marked = /(<!-- bench:gates -->\n)[\s\S]*(\n<!-- \/bench:gates -->)/
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marked, (_, before, after) => `${before}${made}${after}`),
  )
} else console.log(made)

// How long each action takes to start, above bare Node: until it has loaded, read its inputs and a trainyard.yml, and
// refused the data or document that is missing.
// usage (after npm run build): node bench/startup.mjs [--dist DIR] [--runs N]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({
  options: { dist: { type: 'string', default: path.join(root, 'dist') }, runs: { type: 'string', default: '15' } },
})
const actions = ['deploy', 'check-drift', 'report', 'validate-data', 'train', 'evaluate', 'build-image']
const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-startup-'))
const env = { PATH: process.env.PATH, HOME: folder, GITHUB_WORKSPACE: folder, INPUT_CONFIG: 'trainyard.yml' }
const bare = path.join(folder, 'bare.mjs')
writeFileSync(bare, '')
writeFileSync(
  path.join(folder, 'trainyard.yml'),
  'name: penguins\ndata: {train: missing.csv, target: species}\nevaluate: {gates: [accuracy >= 0.9]}\ndeploy: {target: local}\n',
)

/** Milliseconds of one start. What it is to work on is missing, which ends it. */
function start(program) {
  const from = performance.now()
  const { status } = spawnSync(process.execPath, [program], { cwd: folder, env, stdio: 'ignore' })
  if (program !== bare && status !== 2) throw new Error(`${program} ended with ${status}, not with an input error`)
  return performance.now() - from
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const programs = new Map([
  ['bare node', bare],
  ...actions.map((name) => [name, path.resolve(values.dist, name, 'index.js')]),
])
const times = new Map([...programs.keys()].map((name) => [name, []]))

// In turn, so that a busy moment of the machine strikes all alike.
for (let run = 0; run < Number(values.runs); run += 1) {
  for (const [name, program] of programs) times.get(name).push(start(program))
}
rmSync(folder, { recursive: true })

const base = median(times.get('bare node'))
console.log(`Node ${process.versions.node}, median of ${values.runs} starts\n`)
console.log('| action | start | above bare Node |\n|---|--:|--:|')
for (const [name, all] of times) {
  const time = median(all)
  console.log(`| ${name} | ${time.toFixed(0)} ms | ${name === 'bare node' ? '' : `${(time - base).toFixed(0)} ms`} |`)
}

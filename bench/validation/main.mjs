// Validation beside its peers: whole processes, in turn, medians. Prints Markdown; --write puts it into docs/benchmarks.md.
// usage (after npm run build): node bench/validation/main.mjs [--quick] [--runs 5] [--only 10m|1m|many|cold|csv] [--dist DIR] [--write]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installPeers, versions } from './environments.mjs'
import { measureInTurn } from './measure.mjs'
import { works } from './works.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    dist: { type: 'string', default: path.join(root, 'dist') },
  },
})
const runs = Number(options.runs ?? (options.quick ? 1 : 5))
const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))

const peers = installPeers()
const said = []
say(headline())
for (const work of works({ folder, peers, dist: path.resolve(options.dist), quick: options.quick })) {
  if (options.only && work.name !== options.only) continue
  const files = await work.prepare()
  const measured = measureInTurn(work.contenders, runs, folder)
  say(`### ${work.title}`)
  say(table(measured))
  for (const line of work.notes?.(measured) ?? []) say(line)
  for (const file of files) rmSync(file, { force: true })
}

if (options.write) writeSection('Validation', said.join('\n\n'))

function say(text) {
  said.push(text)
  console.log(`${text}\n`)
}

/** Puts the text below the heading `Measured` of a section of docs/benchmarks.md, in the place of what is there. */
function writeSection(section, text) {
  const file = path.join(root, 'docs/benchmarks.md')
  const parts = readFileSync(file, 'utf8').split(/^(?=## )/m)
  const written = parts.map((part) =>
    part.startsWith(`## ${section}\n`)
      ? `${part.split(/^### Measured$/m)[0]}### Measured\n\n${demoted(text)}\n\n`
      : part,
  )
  writeFileSync(file, `${written.join('').trimEnd()}\n`)
}

function demoted(text) {
  return text.replaceAll(/^### /gm, '#### ')
}

function headline() {
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`
  const shape = options.quick ? 'quick: small tables' : `medians of ${runs} runs, contenders in turn`
  return `${day}; ${machine}; ${versions(peers).join(', ')}; ${shape}.`
}

function table(measured) {
  const [ours] = measured
  const rows = measured.map(({ name, seconds, cpu, megabytes }) => {
    const ratio = (seconds / ours.seconds).toFixed(2)
    return `| ${name} | ${seconds.toFixed(2)} s | ${ratio} | ${cpu.toFixed(2)} s | ${megabytes.toFixed(0)} MB |`
  })
  return [`| | time | of ours | processor time | peak memory |`, '|---|--:|--:|--:|--:|', ...rows].join('\n')
}

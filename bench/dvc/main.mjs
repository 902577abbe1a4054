// A pull of many files that DVC tracks from an HTTP server on this machine: ours beside `dvc pull`, by turns, each from an
// empty cache and workspace to a full one, the start of the program included. `verify` is DVC's setting that makes it
// compute the md5 of what it fetches, which Trainyard always does.
// usage (after npm run emit): node bench/dvc/main.mjs [--files 1000] [--bytes 1000000] [--runs 5] [--folder DIR]
// --files 10000 --bytes 1000-4000: many small files, of sizes between these
// DVC 3.67.1 is taken from where .ci/run installs it; processor time is measured by GNU time.
import { spawn, spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.join(here, '../..')
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'trainyard-ci')
const dvc = path.join(cache, 'dvc-3.67.1/bin/dvc')
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000' },
    bytes: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    folder: { type: 'string', default: tmpdir() },
  },
})
const files = Number(values.files)
const [least, most = least] = values.bytes.split('-').map(Number)
/** Sizes of all files, in equal steps. */
const sizes = Array.from({ length: files }, (_, file) => least + Math.floor(((most - least) * file) / files))
const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6
const folder = mkdtempSync(path.join(values.folder, 'trainyard-dvc-'))
const env = {
  ...process.env,
  DVC_NO_ANALYTICS: 'true',
  CI: 'true',
  HOME: folder,
  DVC_SITE_CACHE_DIR: path.join(folder, 'site'),
}

/** Seconds until it ends, and seconds of all its threads. */
function run(program, args, cwd) {
  const from = performance.now()
  const asked = ['-f', 'used %U %S', program, ...args]
  const { status, stderr, error } = spawnSync('/usr/bin/time', asked, { cwd, env, encoding: 'utf8' })
  const seconds = (performance.now() - from) / 1000
  const used = /used ([\d.]+) ([\d.]+)\s*$/.exec(stderr ?? '')
  if (status !== 0 || !used) throw error ?? new Error(`${program} ${args.join(' ')} ended with ${status}\n${stderr}`)
  return { seconds, cpu: Number(used[1]) + Number(used[2]) }
}

/** A repository whose data lie in a remote, and nowhere else. */
function makeRepository() {
  const source = path.join(folder, 'source')
  mkdirSync(path.join(source, 'data'), { recursive: true })
  for (const [file, size] of sizes.entries())
    writeFileSync(path.join(source, 'data', `${file}.csv`), randomFillSync(Buffer.alloc(size)))
  run(dvc, ['init', '--no-scm', '--quiet'], source)
  run(dvc, ['remote', 'add', '--default', 'store', path.join(folder, 'remote')], source)
  run(dvc, ['config', 'cache.type', 'hardlink'], source)
  run(dvc, ['add', '--quiet', 'data'], source)
  run(dvc, ['push', '--quiet'], source)
  run(dvc, ['config', '--unset', 'cache.type'], source)
  for (const made of ['data', '.dvc/cache', '.dvc/tmp']) rmSync(path.join(source, made), { recursive: true })
  return source
}

/** Our program and that of its threads, bundled as `dist/` is. */
function bundle() {
  const dist = path.join(folder, 'dist')
  const worker = path.join(root, '.build/packages/dataset/src/dvc/threads/worker.js')
  for (const [entry, name] of [
    [path.join(here, 'pull.mjs'), 'pull'],
    [worker, 'dvc-worker'],
  ])
    run(process.execPath, [path.join(root, 'scripts/build/bundle.mjs'), entry, path.join(dist, name)], root)
  writeFileSync(path.join(dist, 'package.json'), '{"type":"module"}\n')
  return dist
}

async function startServer(source) {
  const server = spawn(process.execPath, [path.join(here, 'server.mjs'), path.join(folder, 'remote')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise((told) => server.stdout.once('data', (line) => told(String(line).trim())))
  run(dvc, ['remote', 'modify', 'store', 'url', url], source)
  return { url, stop: () => server.kill() }
}

let copies = 0

/**
 * Runs a pull in a copy of the repository of its own. What others have written is on the disk before it begins. It is
 * emptied afterwards and not removed: for five minutes ext4 makes no file in the place of one that was deleted, and looks at each.
 */
function pull(source, { program, args, verify = false }) {
  const copy = path.join(folder, `copy-${++copies}`)
  cpSync(source, copy, { recursive: true })
  if (verify) run(dvc, ['remote', 'modify', 'store', 'verify', 'true'], copy)
  spawnSync('sync')
  try {
    return run(program, args, copy)
  } finally {
    for (const file of filesBelow(copy)) truncateSync(file)
  }
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map((entry) => path.join(entry.parentPath, entry.name))
}

const median = (all, key) => all.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(all.length / 2)]
const source = makeRepository()
const server = await startServer(source)
try {
  const dist = bundle()
  const ours = [path.join(dist, 'pull/index.js'), dist]
  const drain = [path.join(here, 'drain.mjs'), server.url, path.join(folder, 'remote')]
  const programs = new Map([
    ['the server alone: read and thrown away', { program: process.execPath, args: drain }],
    ['trainyard, into the workspace', { program: process.execPath, args: [...ours, '--checkout'] }],
    ['dvc pull', { program: dvc, args: ['pull', '--quiet'] }],
    ['dvc pull, verify', { program: dvc, args: ['pull', '--quiet'], verify: true }],
    ['trainyard, into the cache', { program: process.execPath, args: ours }],
    ['dvc fetch', { program: dvc, args: ['fetch', '--quiet'] }],
  ])
  const times = new Map([...programs.keys()].map((name) => [name, []]))
  const names = [...programs.keys()]
  for (let turn = 0; turn < Number(values.runs); turn += 1)
    for (const at of names.keys()) {
      const name = names[(at + turn) % names.length]
      times.get(name).push(pull(source, programs.get(name)))
    }
  console.log(
    `${files} files of ${values.bytes} bytes, median of ${values.runs} runs by turns, Node ${process.versions.node}\n`,
  )
  console.log('| | seconds | processor seconds | MB/s |\n|---|--:|--:|--:|')
  for (const [name, all] of times) {
    const [time, cpu] = [median(all, 'seconds'), median(all, 'cpu')]
    const rate = megabytes / time
    console.log(`| ${name} | ${time.toFixed(2)} | ${cpu.toFixed(2)} | ${rate.toFixed(0)} |`)
  }
  const ratio = (a, b) => (median(times.get(a), 'seconds') / median(times.get(b), 'seconds')).toFixed(2)
  console.log(`\ndvc pull / trainyard, into the workspace: ${ratio('dvc pull', 'trainyard, into the workspace')}`)
  console.log(
    `dvc pull, verify / trainyard, into the workspace: ${ratio('dvc pull, verify', 'trainyard, into the workspace')}`,
  )
  console.log(`dvc pull / trainyard, into the cache: ${ratio('dvc pull', 'trainyard, into the cache')}`)
  console.log(`dvc fetch / trainyard, into the cache: ${ratio('dvc fetch', 'trainyard, into the cache')}`)
} finally {
  server.stop()
  rmSync(folder, { recursive: true })
}

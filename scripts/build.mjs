// Builds dist/: emits every room by tsc, then bundles each entry by ncc as ESM. usage: node scripts/build.mjs [--out DIR]
import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sourcesDigest } from './build/digest.mjs'
import { emit } from './emit.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const stages = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy', 'check-drift', 'report']

/** Every folder of dist/ that is a bundle, with the entry it is made from. */
export const entries = {
  'shared/artifact': 'packages/ci/src/shared/artifact.js',
  'shared/attest': 'packages/ci/src/shared/attest.js',
  cli: 'packages/cli/src/main.js',
  'shared/cache': 'packages/ci/src/shared/cache.js',
  ...Object.fromEntries(stages.map((stage) => [stage, `actions/${stage}/src/index.js`])),
  server: 'packages/server/src/main.js',
  'inference-worker': 'packages/model/src/worker.js',
  'evaluation-worker': 'packages/evaluation/src/thread/worker.js',
  'fit-worker': 'packages/training/src/builtin/worker.js',
  'dvc-worker': 'packages/dataset/src/dvc/threads/worker.js',
  'value-worker': 'packages/validation/src/values/worker.js',
  'shared/github': 'packages/ci/src/shared/github.js',
  'shared/charts': 'packages/report/src/charts.js',
  'shared/checks': 'checks/index.js',
  'shared/duckdb': '../node_modules/@duckdb/node-api/lib/index.js',
}

/** Bundles everything into a new folder and puts it in the place of `out`, so that nothing stale stays. */
export async function build(out) {
  emit()
  markPure('@actions/core')
  const fresh = `${out}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  await inParallel(Object.keys(entries), (name) => bundle(name, path.join(fresh, name)))
  writeFileSync(path.join(fresh, 'package.json'), '{"type":"module"}\n')
  writeFileSync(path.join(fresh, 'sources.sha256'), `${sourcesDigest(root)}\n`)
  chmodSync(path.join(fresh, 'cli/index.js'), 0o755)
  cpSync(path.join(root, 'packages/native/manifests'), path.join(fresh, 'native'), { recursive: true })
  cpSync(path.join(root, 'packages/training/converter'), path.join(fresh, 'converter'), {
    recursive: true,
    filter: isSource,
  })
  rmSync(out, { recursive: true, force: true })
  renameSync(fresh, out)
}

/** Python leaves compiled files beside its sources. */
function isSource(file) {
  return path.basename(file) !== '__pycache__'
}

/**
 * Tells the bundler that importing a package does nothing by itself, so that what nobody calls is left out: of
 * `@actions/core` its OIDC client, which brings an HTTP stack of 290 kB that took 30 ms of every start.
 */
function markPure(name) {
  const copy = path.join(root, '.build/node_modules', name)
  cpSync(path.join(root, 'node_modules', name), copy, { recursive: true })
  const manifest = path.join(copy, 'package.json')
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), sideEffects: false }))
}

/** The largest bundles come first, so that the last processor is not left alone with one of them. */
async function inParallel(names, work) {
  const waiting = [...names]
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await work(name)
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker))
}

function bundle(name, folder) {
  const args = [path.join(root, 'scripts/build/bundle.mjs'), path.join(root, '.build', entries[name]), folder]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`could not bundle ${name}`))))
  })
}

/** Every file under a folder, relative and sorted. */
export function filesUnder(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return found.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort()
}

function printSizes(out) {
  for (const name of Object.keys(entries).sort()) {
    const bytes = filesUnder(path.join(out, name)).map((file) => readFileSync(path.join(out, name, file)).length)
    const total = bytes.reduce((sum, size) => sum + size, 0)
    console.log(`${name.padEnd(18)}${(total / 1e6).toFixed(2).padStart(8)} MB`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist') } } })
  await build(path.resolve(values.out))
  printSizes(path.resolve(values.out))
}

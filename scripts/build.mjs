// Builds dist/: emits every room by tsc, then bundles each entry by ncc as ESM. usage: node scripts/build.mjs [--out DIR]
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { emit } from './emit.mjs'

const self = fileURLToPath(import.meta.url)
const root = path.dirname(path.dirname(self))
const stages = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy', 'check-drift', 'report']

/** Every folder of dist/ with what is bundled into it. Those marked `link` are also started by name from a shell. */
export const entries = {
  ...Object.fromEntries(stages.map((stage) => [stage, `actions/${stage}/src/index.js`])),
  cli: 'packages/cli/src/main.js',
  server: 'packages/server/src/main.js',
  'inference-worker': 'packages/model/src/worker.js',
  'shared/artifact': 'packages/ci/src/shared/artifact.js',
  'shared/cache': 'packages/ci/src/shared/cache.js',
  'shared/github': 'packages/ci/src/shared/github.js',
  'shared/charts': 'packages/report/src/charts.js',
}

/** What the bundles leave to `packages/native`: parts with binaries, found or installed at run time. */
const native = ['onnxruntime-node', '@duckdb/node-api']

/** Bundles everything into a new folder and puts it in the place of `out`, so that nothing stale stays. */
export async function build(out) {
  emit()
  const fresh = `${out}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  await inParallel(Object.keys(entries), (name) => bundleInProcess(name, fresh))
  writeFileSync(path.join(fresh, 'package.json'), '{"type":"module"}\n')
  cpSync(path.join(root, 'packages/native/manifests'), path.join(fresh, 'native'), { recursive: true })
  rmSync(out, { recursive: true, force: true })
  renameSync(fresh, out)
}

async function inParallel(names, work) {
  const waiting = [...names]
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await work(name)
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker))
}

/** One process a bundle: a bundler of 200 MB ends with its work. */
function bundleInProcess(name, out) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [self, '--bundle', name, '--out', out], { stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`could not bundle ${name}`))))
  })
}

async function bundle(name, out) {
  const { default: ncc } = await import('@vercel/ncc')
  const entry = path.join(root, '.build', entries[name])
  const { code, assets } = await ncc(entry, {
    externals: native,
    license: 'licenses.txt',
    cache: false,
    quiet: true,
    esm: true,
  })
  const missing = [code, ...Object.values(assets).map(({ source }) => String(source))].join('').match(/@@notfound\.js\?[\w@/.-]+/g)
  if (missing) throw new Error(`${name}: not found: ${[...new Set(missing)].join(', ')}`)
  const folder = path.join(out, name)
  write(path.join(folder, 'index.js'), await small(code))
  for (const [file, { source }] of Object.entries(assets)) {
    if (file !== 'package.json') write(path.join(folder, file), file.endsWith('.js') ? await small(source) : source)
  }
}

/** The bundler's own minifier leaves the chunks as they are; this one takes every file. Licences are kept beside. */
async function small(source) {
  const { minify } = await import('@swc/core')
  const { code } = await minify(String(source), { module: true, compress: true, mangle: true, format: { comments: false } })
  return code
}

function write(file, source) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, source)
}

/** Every file under a folder, relative and sorted. */
export function filesUnder(folder) {
  if (!existsSync(folder)) return []
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return found.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort()
}

/** Bytes of every folder that an entry was bundled to. */
export function sizes(out) {
  const bytes = (name) =>
    filesUnder(path.join(out, name)).reduce((sum, file) => sum + readFileSync(path.join(out, name, file)).length, 0)
  return Object.keys(entries).map((name) => ({ name, bytes: bytes(name) }))
}

if (process.argv[1] === self) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist') }, bundle: { type: 'string' } } })
  if (values.bundle) await bundle(values.bundle, values.out)
  else {
    await build(path.resolve(values.out))
    for (const { name, bytes } of sizes(values.out)) console.log(`${name.padEnd(18)}${(bytes / 1e6).toFixed(2).padStart(8)} MB`)
  }
}

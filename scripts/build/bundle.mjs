// Bundles one entry. A process of its own for each, because the bundler keeps hundreds of megabytes.
// usage: node scripts/build/bundle.mjs ENTRY FOLDER
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { minify } from '@swc/core'
import ncc from '@vercel/ncc'
import { filesOf, licences } from './licences.mjs'

/** What the bundles leave to `packages/native`: parts with binaries, found or installed at run time. */
const externals = ['onnxruntime-node', '@duckdb/node-api']

/** What a package of scripts around a binary is given by whoever loads it. */
const binaries = ['@duckdb/node-bindings']

const [entry, folder] = process.argv.slice(2)
const aroundBinary = entry.includes(`${path.sep}node_modules${path.sep}`)
const options = aroundBinary ? { externals: binaries, esm: false } : { externals, esm: true }
const { code, assets, stats } = await ncc(entry, { ...options, cache: false, quiet: true })
const files = {
  'index.js': aroundBinary ? `export default (module, require, __dirname) => {\n${code}\n}` : code,
  ...Object.fromEntries(Object.entries(assets).map(([name, { source }]) => [name, source])),
}

mkdirSync(folder, { recursive: true })
for (const [name, source] of Object.entries(files)) await write(name, source)
writeFileSync(path.join(folder, 'licenses.txt'), licences(filesOf(stats.compilation.modules)))

/** dist/ has one package.json for all. ncc's own minifier leaves chunks as they are; this one takes every script. */
async function write(name, source) {
  if (name === 'package.json') return
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, name.endsWith('.js') ? await small(String(source)) : source)
}

async function small(source) {
  const { code } = await minify(source, { module: true, compress: true, mangle: true, format: { comments: false } })
  return code
}

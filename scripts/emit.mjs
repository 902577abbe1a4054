// Compiles every room to .build/, with workspace links of its own, so that `node .build/packages/…` and ncc can follow imports.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeChecks } from './build/checks.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const build = path.join(root, '.build')

export function emit() {
  rmSync(build, { recursive: true, force: true })
  try {
    execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['--project', root], { stdio: 'inherit', cwd: root })
  } finally {
    linkAll()
  }
}

function linkAll() {
  for (const group of ['packages', 'actions']) for (const name of readdirSync(path.join(root, group))) link(group, name)
  cpSync(path.join(root, 'schema'), path.join(build, 'schema'), { recursive: true })
  copyJson()
  writeChecks(path.join(build, 'checks'))
  writeFileSync(path.join(build, 'package.json'), '{"type":"module"}\n')
}

/** tsc writes the JSON files that sources import, but now and then leaves one out. */
function copyJson() {
  const packages = path.join(root, 'packages')
  for (const file of readdirSync(packages, { recursive: true }))
    if (/^[^/]+\/src\/.*\.json$/.test(file)) cpSync(path.join(packages, file), path.join(build, 'packages', file))
}

function link(group, name) {
  const manifest = path.join(root, group, name, 'package.json')
  if (!existsSync(manifest)) return
  const text = readFileSync(manifest, 'utf8')
  const folder = path.join(build, group, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), text.replaceAll(/(\.\/src\/[^"]*)\.ts"/g, '$1.js"'))
  const own = path.join(root, group, name, 'node_modules')
  if (existsSync(own)) symlinkSync(own, path.join(folder, 'node_modules'))
  const at = path.join(build, 'node_modules', JSON.parse(text).name)
  mkdirSync(path.dirname(at), { recursive: true })
  symlinkSync(folder, at)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) emit()

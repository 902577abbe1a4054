// The peers, each in a Python environment of its own, kept from run to run.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'trainyard-ci')
const pinned = {
  'Great Expectations': ['great-expectations==1.24.1', 'pandas==3.1.1', 'pyarrow==26.0.1'],
  Pandera: ['pandera==0.35.0', 'pandas==3.1.1', 'pyarrow==26.0.1'],
}

/** @returns the Python of each peer, by the peer's name */
export function installPeers() {
  return Object.fromEntries(Object.entries(pinned).map(([name, packages]) => [name, install(packages)]))
}

function install(packages) {
  const folder = path.join(cache, `bench-${packages[0].replace('==', '-')}`)
  const [python, marker] = [path.join(folder, 'bin/python'), path.join(folder, 'installed')]
  if (existsSync(marker) && readFileSync(marker, 'utf8') === packages.join(' ')) return python
  rmSync(folder, { recursive: true, force: true })
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' })
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' })
  writeFileSync(marker, packages.join(' '))
  return python
}

/** What was run, in words. */
export function versions(peers) {
  const duckdb = fileURLToPath(new URL('../../node_modules/@duckdb/node-api/package.json', import.meta.url))
  const python = execFileSync(Object.values(peers)[0], ['--version'], { encoding: 'utf8' }).trim()
  return [
    `Node ${process.versions.node}`,
    `DuckDB ${JSON.parse(readFileSync(duckdb, 'utf8')).version}`,
    python,
    ...Object.values(pinned).map(([peer]) => peer.replace('==', ' ')),
    ...pinned.Pandera.slice(1).map((name) => name.replace('==', ' ')),
  ]
}

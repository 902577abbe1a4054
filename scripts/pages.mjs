// Writes every generated page: the reference of the configuration and the documents, the action files and the tables of inputs.
// usage: node scripts/pages.mjs [--check]   (--check writes nothing and fails where a page is stale)
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const scripts = ['docs.mjs', 'actions.mjs'].map((name) => path.join(import.meta.dirname, name))
const results = scripts.map((script) =>
  spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' }),
)
process.exitCode = results.every(({ status }) => status === 0) ? 0 : 1

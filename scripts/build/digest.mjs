// What the bundles are made from, as one digest, so that tests need not bundle again what dist/ already holds.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const inputs = ['packages', 'actions', 'schema', 'scripts/build', 'scripts/build.mjs', 'scripts/emit.mjs']
const settings = ['package.json', 'package-lock.json', 'tsconfig.json']

/** Files that no bundle holds. */
const aside = /\.test\.ts$|\/(node_modules|__pycache__|fixtures|tests|testing)\/|\.(md|yml)$/

/** sha256 over names and bytes of everything that a build reads. */
export function sourcesDigest(root) {
  const hash = createHash('sha256')
  for (const file of [...inputs.flatMap((name) => filesOf(root, name)), ...settings].sort()) {
    if (aside.test(`/${file}`)) continue
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(readFileSync(path.join(root, file)))
        .digest(),
    )
  }
  return hash.digest('hex')
}

function filesOf(root, name) {
  const at = path.join(root, name)
  if (name.endsWith('.mjs')) return [name]
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

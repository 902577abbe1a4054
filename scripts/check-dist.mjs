// Builds dist/ again in a temporary folder and compares every byte with the committed one.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, filesUnder } from './build.mjs'

const dist = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'dist')
const temporary = mkdtempSync(path.join(tmpdir(), 'trainyard-dist-'))
const fresh = path.join(temporary, 'dist')

if (!existsSync(dist)) {
  console.error('dist/ is missing. Make it with: npm run build')
  process.exit(1)
}
try {
  await build(fresh)
  const differing = differences(dist, fresh)
  for (const line of differing) console.error(line)
  if (differing.length > 0) console.error('dist/ is not what the source builds to. Make it anew with: npm run build')
  else console.log(`dist/ is up to date: ${filesUnder(dist).length} files, equal byte for byte`)
  process.exitCode = differing.length > 0 ? 1 : 0
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

function differences(committed, built) {
  const [old, now] = [filesUnder(committed), filesUnder(built)]
  return [
    ...old.filter((file) => !now.includes(file)).map((file) => `stale    dist/${file}`),
    ...now.filter((file) => !old.includes(file)).map((file) => `missing  dist/${file}`),
    ...now.filter((file) => old.includes(file) && differ(file)).map((file) => `differs  dist/${file}`),
  ]
  function differ(file) {
    return !readFileSync(path.join(committed, file)).equals(readFileSync(path.join(built, file)))
  }
}

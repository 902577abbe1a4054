// `npm test`: builds the bundles, where dist/ is not made from these very sources, runs every unit and process test, and names what was not run. Arguments go to jest.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourcesDigest } from './build/digest.mjs'
import { build } from './build.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const temporary = mkdtempSync(path.join(tmpdir(), 'trainyard-test-'))

try {
  const dist = process.env.TRAINYARD_TEST_DIST ?? committedDist() ?? (await freshDist())
  process.exitCode = test(dist)
  for (const line of skipped()) console.log(`skipped  ${line}`)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

/** The committed bundles, where they are those of the sources as they are now: `npm run check-dist` proves it. */
function committedDist() {
  const dist = path.join(root, 'dist')
  const recorded = path.join(dist, 'sources.sha256')
  return existsSync(recorded) && readFileSync(recorded, 'utf8').trim() === sourcesDigest(root) ? dist : undefined
}

/** Below node_modules, so that the bundles find the native parts there, as those of a clone do. */
async function freshDist() {
  const dist = path.join(root, 'node_modules/.cache/trainyard/dist')
  const start = Date.now()
  await build(dist)
  console.log(`built the bundles in ${Math.round((Date.now() - start) / 1000)} s`)
  return dist
}

function test(dist) {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js')
  const args = ['--maxWorkers=2', '--silent', '--json', `--outputFile=${path.join(temporary, 'results.json')}`]
  const { status } = spawnSync(process.execPath, [jest, ...args, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ORT_DISABLE_TELEMETRY: '1',
      TRAINYARD_TEST_DIST: dist,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
  })
  return status ?? 1
}

/** Tests that skipped themselves, then the real parts, which are never run here. */
function skipped() {
  const { testResults = [] } = JSON.parse(readFileSync(path.join(temporary, 'results.json'), 'utf8'))
  const pending = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending')
      .map(({ fullName }) => `${fullName} (${path.relative(root, name)})`),
  )
  const parts = readdirSync(path.join(root, 'test/parts'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  return [
    ...pending,
    ...parts.map(
      ({ name }) => `${name}: real engines and registries (test/parts/${name}); .ci/run installs and runs them`,
    ),
    'workflows: act and Node 24 (test/workflows); .ci/run installs and runs them',
    'long: verdicts of other tools on many tables (*.long.test.ts); npm run test:long, or .ci/run',
  ]
}

// Runs the example's workflows under act, in the form users write them, against the loopback GitHub (after npm run emit).
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpackChosen } from '../../.build/packages/ci/src/github/unpack.js'
import { startGitHub } from '../../.build/test/support/github.js'

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

/** Stands for actions/setup-python, which cannot be fetched without a network; SETUP_PYTHON names a copy of the real one. */
const standIn = path.join(root, 'test/workflows/setup-python')

/** What GitHub would serve as trainyard-ml/trainyard@v1: the files of a release, without node_modules. */
export function publishedTree(dist = process.env.TRAINYARD_DIST ?? path.join(root, 'dist')) {
  const folder = mkdtempSync(path.join(tmpdir(), 'published-'))
  for (const name of ['action.yml', 'actions', '.github'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  cpSync(dist, path.join(folder, 'dist'), { recursive: true })
  return folder
}

/** A repository with the example in it, as a user would have it. `change` may alter its files first. */
export async function exampleRepository(change = () => undefined) {
  const folder = mkdtempSync(path.join(tmpdir(), 'repository-'))
  cpSync(path.join(root, 'examples/penguins'), folder, {
    recursive: true,
    filter: (file) => !file.includes('.trainyard'),
  })
  await change(folder)
  const git = (...args) =>
    run('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { cwd: folder })
  await git('init', '-q', '-b', 'main')
  await git('add', '.')
  await git('commit', '-qm', 'example')
  await git('remote', 'add', 'origin', 'https://github.com/acme/penguins')
  return folder
}

/**
 * Runs one workflow of a repository.
 * @param event name of the event, and its payload where it has one
 * @param github the loopback GitHub of several runs, of which this one has the number `runId`; left out: one for this run alone
 * @param token that of the job; left out: none
 * @param env what else the runner has in its environment
 * @returns exit code, output, and what was asked of the loopback GitHub
 */
export async function runWorkflow({ repository, published, workflow, event = 'workflow_dispatch', payload, ...more }) {
  const { runId, token, env: surrounding = {} } = more
  const github = more.github ?? (await startGitHub())
  const home = cacheFolder()
  try {
    const numbered = runId === undefined ? github.env() : { ...github.env(runId), GITHUB_RUN_ID: runId }
    const env = { ...numbered, GITHUB_REPOSITORY: 'acme/penguins', CI: 'true', ...surrounding }
    const args = [
      event,
      ...(payload === undefined ? [] : ['-e', payloadFile(home, payload)]),
      ...['-W', `.github/workflows/${workflow}`, '-P', 'ubuntu-latest=-self-hosted', '--action-offline-mode'],
      ...['--local-repository', `trainyard-ml/trainyard@v1=${published}`],
      ...[
        '--local-repository',
        `actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97=${process.env.SETUP_PYTHON ?? standIn}`,
      ],
      ...(token === undefined ? [] : ['-s', `GITHUB_TOKEN=${token}`]),
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ]
    const result = await run(process.env.ACT ?? 'act', args, { cwd: repository, env: surroundings(home) })
    const own = github.artifacts.filter((artifact) => runId === undefined || artifact.run === runId)
    return { ...result, calls: github.calls, artifacts: own.map(({ name }) => name).sort() }
  } finally {
    if (more.github === undefined) await github.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/**
 * The machine's own environment (npm's registry, proxy and certificates), less what a runner around us put there. act takes
 * the first `node` on PATH, whatever an action asks for: Node 24 must come first.
 */
function surroundings(home) {
  const node = process.env.NODE24_BIN ? [process.env.NODE24_BIN] : []
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(GITHUB_|ACTIONS_|RUNNER_|INPUT_|NODE_OPTIONS$)/.test(name),
  )
  const paths = [...node, process.env.PATH].join(path.delimiter)
  return { ...Object.fromEntries(own), PATH: paths, XDG_CACHE_HOME: home, NO_COLOR: '1' }
}

/** A starter in a repository, as GitHub would fill it in, with a base image that is made on the runner: there is no registry here. */
export function copyStarter(folder, starter, as = starter) {
  const text = readFileSync(path.join(root, 'workflows-templates', starter), 'utf8')
  const filled = text.replaceAll('$default-branch', 'main').replace(/\n {4}with:\n {6}image-base: .*\n/, '\n')
  writeFileSync(path.join(folder, '.github/workflows', as), filled.replace(/\n {6}image-base: .*\n/, '\n'))
}

/** A folder with files of these names from an artifact. */
export async function unpacked(archive, names) {
  const folder = mkdtempSync(path.join(tmpdir(), 'unpacked-'))
  writeFileSync(path.join(folder, 'artifact.zip'), archive)
  await unpackChosen(path.join(folder, 'artifact.zip'), folder, { names, files: 10, bytes: 2 ** 26 })
  return folder
}

function payloadFile(folder, payload) {
  const file = path.join(folder, 'event.json')
  writeFileSync(file, JSON.stringify(payload))
  return file
}

/** A cache folder for act alone, in which the native parts that the actions install are kept from run to run. */
function cacheFolder() {
  const home = mkdtempSync(path.join(tmpdir(), 'act-'))
  const cache = process.env.XDG_CACHE_HOME ?? path.join(process.env.HOME ?? tmpdir(), '.cache')
  const tools = path.join(cache, 'trainyard-ci', 'tools')
  mkdirSync(tools, { recursive: true })
  mkdirSync(path.join(home, 'act'))
  symlinkSync(tools, path.join(home, 'act', 'tool_cache'))
  return home
}

export function run(command, args, { cwd, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

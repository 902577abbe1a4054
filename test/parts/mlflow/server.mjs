// A real MLflow server of our own: SQLite, artifacts through the server; with a password and an S3 store where asked for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, room, run, services, start, until } from '../image/support.mjs'

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'trainyard-ci')
const bin = path.join(cache, 'mlflow-3.17.2/bin')

export const python = path.join(bin, 'python')
export const absent = !existsSync(python) && 'not installed: MLflow 3.17.2'

/**
 * Starts a server over a folder; started again over the same one, it has what the first had. With `direct` it does not pass files
 * on to S3, and signs addresses instead.
 */
export async function startMlflow(t, folder, { port, auth, s3, direct } = {}) {
  const own = port ?? (await freePort())
  await mkdir(folder, { recursive: true })
  const args = [
    ...['server', '--workers', '1', '--host', '127.0.0.1', '--port', String(own)],
    ...['--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
    ...(direct
      ? ['--no-serve-artifacts', '--default-artifact-root', `${s3.root}/runs`]
      : ['--artifacts-destination', s3 ? s3.root : path.join(folder, 'artifacts')]),
    ...(auth ? ['--app-name', 'basic-auth'] : []),
  ]
  const env = {
    ...process.env,
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    ...(s3 && { ...s3.env, MLFLOW_S3_ENDPOINT_URL: s3.env.AWS_ENDPOINT_URL, AWS_DEFAULT_REGION: 'us-east-1' }),
    ...(auth && { MLFLOW_FLASK_SERVER_SECRET_KEY: 'a key of the tests', MLFLOW_AUTH_ADMIN_PASSWORD: auth.password }),
  }
  const { child, output } = start(t, path.join(bin, 'mlflow'), args, { cwd: folder, env })
  const uri = `http://127.0.0.1:${own}`
  await until('MLflow', async () => (await fetch(`${uri}/health`)).ok, { log: output, timeoutMs: 240_000 })
  return { uri, port: own, output, kill: () => killed(child) }
}

/** Ends a server at once, with the processes that it started. */
async function killed(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((done) => child.once('exit', done))
  const children = childrenOf(child.pid)
  child.kill('SIGKILL')
  for (const pid of children) kill(pid)
  await ended
}

function childrenOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`)
  const children = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'))
  return children.join(' ').split(/\s+/).filter(Boolean).map(Number)
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** A tracker as a stage opens it, and what it warns of. */
export async function openTracker(folder, uri, { env = {}, fetch: own = fetch } = {}) {
  const tracking = await room('tracking')
  const warnings = []
  const base = services({})
  const log = { ...base.log, warning: (line) => warnings.push(line) }
  const place = { folder, state: path.join(folder, '.trainyard'), project: 'penguins' }
  const world = { ...base, log, env, fetch: own }
  const config = { to: 'mlflow', uri }
  return {
    warnings,
    tracker: await tracking.openTracker(config, place, world),
    sync: () => collected(tracking.syncTracker(config, place, world)),
  }
}

async function collected(all) {
  const found = []
  for await (const one of all) found.push(one)
  return found
}

/** What Python's own client sees: a function of look.py, its answer as JSON. */
export async function look(uri, what, ...args) {
  const env = { ...process.env, MLFLOW_TRACKING_URI: uri }
  return lookAs(env, what, ...args)
}

export async function lookAs(env, what, ...args) {
  const file = fileURLToPath(new URL('look.py', import.meta.url))
  const { stdout } = await run(python, [file, what, ...args], { env, maxBuffer: 2 ** 26 })
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

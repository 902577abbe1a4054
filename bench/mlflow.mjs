// 10,000 metric points to a real MLflow server, and the end of the run: ours beside Python's MlflowClient.log_batch at 1,000 a
// call. Both keep one process and one connection; the runs are interleaved. Medians and their ratio.
// usage: npm run emit && node bench/mlflow.mjs [rounds]   (needs what .ci/run installs for test/parts/mlflow)
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openTracker, python, startMlflow } from '../test/parts/mlflow/server.mjs'

const rounds = Number(process.argv[2] ?? 9)
const endings = []
const life = { after: (work) => endings.push(work) }
const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-bench-'))
const digest = (digit) => digit.repeat(64)
const facts = { trainer: 'x', parameters: {}, seed: 7, cache: { key: digest('a'), preimage: {} }, dataset: digest('d') }
const points = Array.from({ length: 10_000 }, (_, step) => ({ name: 'loss', step, value: 1 / (step + 1) }))

const { uri } = await startMlflow(life, path.join(folder, 'server'))
const { tracker } = await openTracker(folder, uri)
const peer = startPeer(uri)
const times = { ours: [], theirs: [] }
for (let round = 0; round <= rounds; round += 1) {
  const theirs = await peer.round()
  const ours = await ownRound()
  // The first round warms up.
  if (round > 0) times.ours.push(ours)
  if (round > 0) times.theirs.push(theirs)
}
peer.end()
const [ours, theirs] = [median(times.ours), median(times.theirs)]
console.log(
  `ours ${ours.toFixed(2)} s, MlflowClient ${theirs.toFixed(2)} s, ratio ${(ours / theirs).toFixed(2)} (${rounds} rounds)`,
)
for (const work of endings) await work()
await rm(folder, { recursive: true, force: true })

async function ownRound() {
  const run = await tracker.start({ name: 'bench', facts, tags: {} })
  const start = performance.now()
  await run.log(points)
  await run.end({ status: 'finished' })
  return (performance.now() - start) / 1000
}

function startPeer(address) {
  const script = fileURLToPath(new URL('mlflow_log_batch.py', import.meta.url))
  const env = { ...process.env, MLFLOW_TRACKING_URI: address }
  const child = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  return {
    round: async () => {
      const answer = once(lines, 'line')
      child.stdin.write('\n')
      return Number((await answer)[0])
    },
    end: () => child.stdin.end(),
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

// Fetches what data.dvc tracks in this folder, as a stage does before it reads it.
// usage: node pull.mjs DIST [--checkout]
import { findDvc } from '../../.build/packages/dataset/src/dvc/index.js'

const ignore = () => undefined
const services = {
  log: { info: ignore, debug: ignore, warning: console.error, error: console.error, progress: ignore, mask: ignore },
  clock: {
    now: () => new Date(),
    elapsed: () => performance.now(),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  },
  fetch,
  env: process.env,
  dist: process.argv[2],
}
const place = { base: process.cwd(), engine: {}, services, dvc: { checkout: process.argv.includes('--checkout') } }
const found = await findDvc({ dvc: 'data.dvc', partitions: 'columns' }, place)
if (found.length === 0) throw new Error('nothing was fetched')

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, jest, test } from '@jest/globals'
import { openTracker, type Tracker } from '@trainyard/tracking'
import { quietServices, tickingClock } from '../../../../test/support/services.ts'
import { findRun } from './find.ts'

// The disk may be slow while other tests run.
jest.setTimeout(30_000)

const facts = {
  trainer: 'built-in',
  parameters: {},
  seed: 0,
  cache: { key: 'a'.repeat(64), preimage: {} },
  dataset: 'd'.repeat(64),
}

let tracker: Tracker
const ids = { first: '', last: '', trial: '', running: '' }

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-find-'))
  const place = { folder, state: folder, project: 'penguins' }
  tracker = await openTracker({ to: 'directory' }, place, { ...quietServices, clock: tickingClock() })
  ids.first = await trained()
  ids.last = await trained()
  ids.trial = await trained(ids.last)
  ids.running = (await tracker.start({ name: 'penguins', facts, tags: {} })).id
  await tracker.register({ model: 'penguins', run: ids.first, sha256: 'b'.repeat(64) })
  await tracker.alias({ model: 'penguins', alias: 'champion', version: '1', by: 'ada' })
})

async function trained(parent?: string): Promise<string> {
  const run = await tracker.start({ name: 'penguins', facts, tags: {}, ...(parent !== undefined && { parent }) })
  await run.end({ status: 'finished', model: 'b'.repeat(64) })
  return run.id
}

test.each<[string, keyof typeof ids, () => string]>([
  ['an id', 'running', () => ids.running],
  ['the beginning of an id', 'first', () => ids.first.slice(0, -1)],
  ['latest: the newest that finished, and no trial of a search', 'last', () => 'latest'],
  ['an alias', 'first', () => 'champion'],
  ['a version', 'first', () => '1'],
  ['a version as people write it', 'first', () => 'v1'],
])('%s names a run', async (_, which, word) => {
  expect((await findRun(word(), 'penguins', tracker)).id).toBe(ids[which])
})

test.each([
  ['a word that names none', 'nobody', 'no such run: nobody'],
  ['a version that is not there', 'v7', 'no such run: v7'],
  ['a beginning of several', '2026', '4 runs begin with'],
])('%s is refused', async (_, word, message) => {
  await expect(findRun(word, 'penguins', tracker)).rejects.toThrow(message)
})

test('a run of another project is none', async () => {
  await expect(findRun('latest', 'cars', tracker)).rejects.toThrow('no such run')
})

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { newDocument, writeDocument } from '@trainyard/evidence'
import { findDocuments } from './documents.ts'

const sha = 'ab'.repeat(32)

const run = (reason: string) =>
  newDocument(
    'run',
    {
      trainer: 'built-in',
      parameters: {},
      seed: 0,
      environment: {},
      cache: { key: sha, preimage: {}, reused: false },
      metrics: [],
      seconds: 1,
    },
    { clock: { now: () => new Date('2026-11-23T09:40:00Z') }, subjects: [], inputs: [], verdict: 'pass', reason },
  )

test('a page holds what the stages left, and nothing of other runs', async () => {
  const state = await mkdtemp(path.join(tmpdir(), 'documents-'))
  try {
    const others = ['trials/1', 'track/runs/1/files', 'cache/1', 'reproduce/model', 'champion', 'runs/1', 'train.1.tmp']
    for (const folder of ['train', ...others]) {
      await mkdir(path.join(state, folder), { recursive: true })
      await writeDocument(path.join(state, folder, 'run.json'), run(folder))
    }
    expect((await findDocuments(state)).map(({ reason }) => reason)).toEqual(['train'])
  } finally {
    await rm(state, { recursive: true })
  }
})

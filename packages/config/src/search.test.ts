import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { loadConfig } from './load.ts'

async function load(search: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-config-'))
  try {
    const file = path.join(folder, 'trainyard.yml')
    await writeFile(file, `name: a\ntrain:\n  search: ${search}\n`)
    return (await loadConfig(file, { shown: 'trainyard.yml' })).train.search
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.each([
  ['{space: {depth: [4, 6]}, best: max roc_auc}', { method: 'random', space: { depth: [4, 6] }, best: 'max roc_auc' }],
  [
    '{method: grid, space: {rate: {from: 0.1, to: 1, scale: log, steps: 3}}, best: min loss, parallel: 2}',
    { method: 'grid', space: { rate: { from: 0.1, to: 1, scale: 'log', steps: 3 } }, parallel: 2 },
  ],
])('%s', async (written, search) => expect(await load(written)).toMatchObject(search))

test.each([
  ['{best: max f1}', 'train.search.space: is missing'],
  ['{space: {a: [1]}}', 'train.search.best: is missing'],
  ['{space: {a: [1]}, best: roc_auc}', 'must be max or min and the name of a metric'],
  ['{space: {}, best: max f1}', 'train.search.space'],
  ['{space: {a: []}, best: max f1}', 'train.search.space.a'],
  ['{space: {a: 5}, best: max f1}', 'train.search.space.a'],
  ['{space: {a: {from: 1}}, best: max f1}', 'train.search.space.a.to: is missing'],
  ['{space: {a: {from: 2, to: 1}}, best: max f1}', 'train.search.space.a.to: is not above from, 2'],
  ['{space: {a: {from: 0, to: 1, scale: log}}, best: max f1}', 'a logarithmic range has no 0'],
  ['{space: {a: {from: 1.2, to: 1.8, integer: true}}, best: max f1}', 'there is no whole number from 1.2 to 1.8'],
  [
    '{space: {a: {from: 1, to: 2, steps: 3}}, best: max f1}',
    'train.search.space.a.steps: has a meaning in a grid only',
  ],
  ['{method: grid, space: {a: {from: 1, to: 2}}, best: max f1}', 'train.search.space.a: a grid needs values'],
  ['{method: grid, trials: 3, space: {a: [1]}, best: max f1}', 'a grid has all its combinations as trials'],
  [
    '{method: grid, space: {a: {from: 1, to: 2, steps: 200}, b: {from: 1, to: 2, steps: 200}}, best: max f1}',
    'the grid has 40,000 trials',
  ],
])('%s is refused: %s', async (written, message) => {
  await expect(load(written)).rejects.toThrow(message)
})

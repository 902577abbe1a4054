import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openDataset } from '@trainyard/dataset'
import { quietServices } from '../../../../test/support/services.ts'
import { countSplitGroups } from './split-groups.ts'

test('groups that have rows to learn from and to be judged on are counted', async () => {
  const base = mkdtempSync(path.join(tmpdir(), 'trainyard-groups-'))
  writeFileSync(path.join(base, 'train.csv'), 'query,x,y\n1,1,0\n1,2,1\n2,3,0\n,4,1\n')
  writeFileSync(path.join(base, 'test.csv'), 'query,x,y\n2,1,0\n3,2,1\n3,3,0\n,4,1\n')
  const dataset = await openDataset({ base, train: ['train.csv'], test: ['test.csv'], target: 'y' }, quietServices)
  expect(await countSplitGroups(dataset, 'query')).toEqual({ groups: 2, split: 1 })
  await dataset.close()
  rmSync(base, { recursive: true })
})

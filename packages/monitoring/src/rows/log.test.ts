import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { profileLabel } from '@trainyard/profile'
import { readLog } from './log.ts'

test('of several labels a row, a log says how many rows were answered with each', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-log-'))
  const file = path.join(folder, 'log.jsonl')
  const line = (labels: readonly string[]) => JSON.stringify({ model: 'm', inputs: {}, label: null, labels })
  writeFileSync(file, `${[['news'], [], ['news', 'sport'], ['news']].map(line).join('\n')}\n`)
  const reference = [profileLabel('news', [1, 0]), profileLabel('sport', [1, 0])]
  const { rows, columns } = await readLog([file], reference)
  rmSync(folder, { recursive: true })
  expect(rows).toBe(4)
  const counts = [...columns].map(([name, { values }]) => [name, values.kind === 'categorical' && values.counts])
  expect(Object.fromEntries(counts)).toEqual({
    prediction_news: { 0: 1, 1: 3 },
    prediction_sport: { 0: 3, 1: 1 },
  })
})

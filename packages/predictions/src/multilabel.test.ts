import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { openEngine } from '@trainyard/dataset'
import { quietServices } from '../../../test/support/services.ts'
import { joinChampion } from './champion.ts'
import { readPredictions } from './read.ts'
import type { PredictionTable } from './types.ts'
import { writePredictions } from './write.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'multilabel-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0
function read(lines: readonly string[]): Promise<PredictionTable> {
  made += 1
  writeFileSync(path.join(folder, `p${made}.csv`), `${lines.join('\n')}\n`)
  return readPredictions({ base: folder, files: [`p${made}.csv`] }, quietServices)
}

test('labels are columns, and a row has those whose probability is a half or more', async () => {
  const table = await read(['id,label_news,label_sport,p_sport,p_news,country', 'a,1,0,0.5,0.2,NO', 'b,0,1,0.4,0.7,SE'])
  expect(table).toMatchObject({ task: 'multilabel', rows: 2, classes: ['news', 'sport'], identified: true })
  expect([...table.labels]).toEqual([1, 0, 0, 1])
  expect([...(table.probabilities ?? [])]).toEqual([0.2, 0.5, 0.7, 0.4])
  expect([...table.predictions]).toEqual([0, 1, 1, 0])
  expect([...(table.slices?.keys() ?? [])]).toEqual(['country'])
})

test('what is written is read again, the champion and true and false too', async () => {
  const table = await read([
    'id,label_a,label_b,prediction_a,prediction_b,champion_prediction_a,champion_prediction_b',
    'x,true,false,true,true,false,false',
    'y,false,false,false,true,true,false',
  ])
  const engine = await openEngine(quietServices)
  try {
    await writePredictions(path.join(folder, 'round.parquet'), table, engine)
  } finally {
    await engine.close()
  }
  expect(await readPredictions({ base: folder, files: ['round.parquet'] }, quietServices)).toEqual(table)
})

test('the champion’s labels may stand in another order', async () => {
  const own = await read(['id,label_a,label_b,prediction_a,prediction_b', 'x,1,0,1,0', 'y,0,1,1,1'])
  const other = await read(['id,label_b,label_a,prediction_b,prediction_a', 'y,1,0,0,0', 'x,0,1,1,1'])
  expect([...(joinChampion(own, other, 'c.csv').table.champion?.predictions ?? [])]).toEqual([1, 1, 0, 0])
  const differing = await read(['id,label_a,label_b,prediction_a,prediction_b', 'x,1,0,1,0', 'y,0,0,1,1'])
  expect(() => joinChampion(own, differing, 'c.csv')).toThrow("row 2 has another label than the candidate's row 2")
})

test.each([
  [['label_a,label_b,prediction_a', '1,0,1'], 'no column prediction_b'],
  [['label_a,label_b,p_a', '1,0,1'], 'no column p_b'],
  [['label_a,label_b,p_a,p_b', '1,2,0.1,0.2'], 'label_b of row 1 is 2, neither 0 nor 1'],
  [['label_a,label_b,p_a,p_b', '1,0,0.1,0.2', '1,,0.1,0.2'], 'row 2 has no number in label_b'],
  [['label_a,label_b,p_a,p_b', '1,0,0.1,1.2'], 'a probability of row 1 is 1.2'],
])('%j is refused', async (lines, message) => await expect(read(lines)).rejects.toThrow(message))

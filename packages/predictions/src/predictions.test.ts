import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { type Engine, openEngine } from '@trainyard/dataset'
import fc from 'fast-check'
import { quietServices } from '../../../test/support/services.ts'
import { textColumn } from './column.ts'
import { readPredictions } from './read.ts'
import type { PredictionTable } from './types.ts'
import { writePredictions } from './write.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'predictions-'))
const engine: Promise<Engine> = openEngine(quietServices)
afterAll(async () => {
  await (await engine).close()
  rmSync(folder, { recursive: true, force: true })
})

let made = 0
function file(content: string, extension = 'csv'): { base: string; files: string[] } {
  made += 1
  writeFileSync(path.join(folder, `p${made}.${extension}`), content)
  return { base: folder, files: [`p${made}.${extension}`] }
}

test('what is written is read again', async () => {
  const classes = ['a', 'b "c"', 'ü']
  const row = fc.record({ label: fc.nat(2), scores: fc.tuple(fc.nat(99), fc.nat(99), fc.integer({ min: 1, max: 99 })) })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const probabilities = Float64Array.from(
        rows.flatMap(({ scores }) => scores.map((score) => score / (scores[0] + scores[1] + scores[2]))),
      )
      const predictions = Float64Array.from(rows, (_, at) => {
        const share = probabilities.subarray(at * 3, at * 3 + 3)
        return share.indexOf(Math.max(...share))
      })
      const table: PredictionTable = {
        task: 'classification',
        rows: rows.length,
        ids: rows.map((_, at) => `id-${at}`),
        identified: true,
        classes,
        labels: Float64Array.from(rows, ({ label }) => label),
        predictions,
        probabilities,
        slices: new Map([['country', textColumn(rows.map((_, at) => (at % 3 === 0 ? null : 'NO')))]]),
        champion: { predictions: predictions.toReversed(), probabilities },
      }
      await writePredictions(path.join(folder, 'round.parquet'), table, await engine)
      expect(await readPredictions({ base: folder, files: ['round.parquet'] }, quietServices)).toEqual(table)
    }),
    { numRuns: 8 },
  )
}, 30_000)

test('quantities and the champion are written and read again', async () => {
  const table: PredictionTable = {
    task: 'regression',
    rows: 3,
    ids: ['9007199254740993', 'b', 'c'],
    identified: true,
    classes: [],
    labels: Float64Array.of(0.1, 1e300, -2),
    predictions: Float64Array.of(1 / 3, 5e-324, 2),
    champion: { predictions: Float64Array.of(1, 2, 3) },
  }
  await writePredictions(path.join(folder, 'quantities.parquet'), table, await engine)
  expect(await readPredictions({ base: folder, files: ['quantities.parquet'] }, quietServices)).toEqual(table)
})

test.each<[string, string, readonly string[], readonly number[], readonly number[]]>([
  [
    'truth as Python writes it',
    'label,p_False,p_True\nTrue,0.1,0.9\nFalse,0.3,0.7\n',
    ['false', 'true'],
    [1, 0],
    [1, 1],
  ],
  ['1 and 1.0', 'label,prediction\n1,1.0\n0,1.0\n', ['0', '1'], [1, 0], [1, 1]],
  ['classes as columns', 'label,x,y\nx,0.9,0.1\ny,0.8,0.2\n', ['x', 'y'], [0, 1], [0, 0]],
  ['numbers by size', 'label,prediction\n10,9\n9,10\n', ['9', '10'], [1, 0], [0, 1]],
  ["scikit-learn's names", 'y_true,y_pred\nb,a\na,a\n', ['a', 'b'], [1, 0], [0, 0]],
])('%s', async (_, content, classes, labels, predictions) => {
  const table = await readPredictions(file(content), quietServices)
  expect(table).toMatchObject({
    classes,
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(predictions),
  })
})

test('long ids are kept to the last digit, further columns are slices', async () => {
  const table = await readPredictions(
    file('id,label,prediction,country\n9007199254740993,a,a,NO\n9007199254740992,b,a,\n'),
    quietServices,
  )
  expect(table.ids).toEqual(['9007199254740993', '9007199254740992'])
  expect(table.slices).toEqual(new Map([['country', textColumn(['NO', null])]]))
})

test('classes that differ only in case cannot be written', async () => {
  const one = Float64Array.of(0)
  const probabilities = Float64Array.of(1, 0)
  const table = {
    task: 'classification',
    rows: 1,
    ids: ['1'],
    classes: ['a', 'A'],
    labels: one,
    predictions: one,
    probabilities,
  } as const
  await expect(writePredictions(path.join(folder, 'case.parquet'), table, await engine)).rejects.toThrow(
    'differ only in case',
  )
})

test('quantities are read from CSV', async () => {
  expect(await readPredictions(file('id,label,prediction\n7,1.5,1.25\n8,2,2\n'), quietServices)).toMatchObject({
    task: 'regression',
    ids: ['7', '8'],
    labels: Float64Array.of(1.5, 2),
    predictions: Float64Array.of(1.25, 2),
  })
})

test('without a prediction the most probable class is the answer, and rows without ids have none', async () => {
  const table = await readPredictions(
    file('{"label":"x","p_x":0.2,"p_y":0.8}\n{"label":"y","p_x":0.1,"p_y":0.9}\n', 'jsonl'),
    quietServices,
  )
  expect(table).toMatchObject({
    classes: ['x', 'y'],
    ids: [],
    labels: Float64Array.of(0, 1),
    predictions: Float64Array.of(1, 1),
  })
})

const visits = 'label,prediction,w,patient\n1,1,0.5,ann\n0,1,2,bob\n0,0,1,ann\n'

test('weights and groups are read from the columns that were named, and read again from what is written', async () => {
  const named = { weight: 'w', group: 'patient' }
  const table = await readPredictions({ ...file(visits), ...named }, quietServices)
  expect(table.weight).toEqual({ column: 'w', values: Float64Array.of(0.5, 2, 1) })
  expect(table.group).toEqual({ column: 'patient', values: Uint32Array.of(0, 1, 0) })
  expect([...(table.slices?.keys() ?? [])]).toEqual(['patient'])
  const { slices: _, ...alone } = table
  await writePredictions(path.join(folder, 'visits.parquet'), alone, await engine)
  const again = await readPredictions({ base: folder, files: ['visits.parquet'], ...named }, quietServices)
  expect([again.weight, again.group]).toEqual([table.weight, table.group])
})

test.each([
  ['a weight of nothing', visits.replace(',2,', ',0,'), {}, 'the weight of row 2 is 0, not above 0'],
  ['a row without a group', visits.replace('bob', ''), {}, 'row 2 has no value in patient'],
  ['a group that is not there', visits, { group: 'patiant' }, 'no column patiant, which evaluate.group names'],
])('%s is refused', async (_, text, more, message) => {
  const source = { ...file(text), weight: 'w', group: 'patient', ...more }
  await expect(readPredictions(source, quietServices)).rejects.toThrow(message)
})

test.each([
  ['no label', 'prediction\n1\n', 'no column label'],
  ['no answer', 'label,other\n1,2\n', 'no column prediction'],
  ['a missing label', 'label,prediction\na,a\n,b\n', 'row 2 has no value in label'],
  ['a probability above one', 'label,p_a,p_b\na,1.5,-0.5\n', 'row 1 is 1.5'],
  ['probabilities that do not sum to one', 'label,p_a,p_b\na,0.5,0.4\n', 'sum to 0.9'],
  ['a label without a probability', 'label,p_a,p_b\nc,0.5,0.5\n', 'label of row 1 is none of the classes a, b'],
  ['an id twice', 'id,label,prediction\n1,a,a\n1,b,b\n', 'the id 1 stands twice, in the rows 1 and 2'],
  [
    'text and numbers',
    'label,prediction\ncat,0\ndog,1\n',
    'labels are of type string ("cat"), predictions of type integer',
  ],
  ['a missing probability', 'label,p_a,p_b\na,,1\n', 'row 1 is missing, or no number'],
  ['an infinite prediction', 'label,prediction\n1.5,inf\n2.5,1\n', 'prediction of row 1 is not a finite number'],
])('%s is one clear error', async (_, content, message) => {
  await expect(readPredictions(file(content), quietServices)).rejects.toThrow(message)
})

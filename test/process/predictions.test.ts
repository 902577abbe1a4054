import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { runBundle } from '../support/runner.ts'

const rows = Array.from({ length: 600 }, (_, at) => ({
  id: `r${at}`,
  label: at % 2 === 0 ? 'no' : 'yes',
  country: at % 3,
}))
const other = (label: string) => (label === 'no' ? 'yes' : 'no')

/** Answers of two models: the candidate errs on each 50th row, the champion on each 10th; its rows stand the other way round. */
function workspace(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'predictions-'))
  const candidate = rows.map(({ id, label, country }, at) => [id, label, at % 50 === 0 ? other(label) : label, country])
  const champion = rows.map(({ id, label }, at) => [id, label, at % 10 === 0 ? other(label) : label]).toReversed()
  const csv = (header: string, lines: unknown[][]) => [header, ...lines.map((line) => line.join(','))].join('\n')
  writeFileSync(path.join(folder, 'new.csv'), csv('id,label,prediction,country', candidate))
  writeFileSync(path.join(folder, 'old.csv'), csv('id,label,prediction', champion))
  return folder
}

test('two tables of predictions are the whole gate: champion by id, slices, baseline', async () => {
  const gates = [
    'accuracy >= champion + 0.04',
    'accuracy >= 0.9 for every country',
    'matthews_corrcoef >= 0.8',
    'accuracy >= baseline + 0.3',
  ].join('\n')
  const inputs = { predictions: 'new.csv', 'champion-predictions': 'old.csv', gates, upload: 'false' }
  const result = await runBundle('evaluate', { workspace: workspace(), inputs })
  expect({ exitCode: result.exitCode, stderr: result.stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(result.outputs['verdict']).toBe('pass')
  const file = path.join(result.workspace, '.trainyard/evaluate/evaluation.json')
  const { rules, champion } = JSON.parse(readFileSync(file, 'utf8'))
  expect(champion).toMatch(/^[0-9a-f]{64}$/)
  expect(rules[0]).toMatchObject({ estimate: 0.98, champion: 0.9, intent: 'superior' })
  expect(rules[0].difference).toBeCloseTo(0.08, 12)
  expect(rules[1].slices.map(({ value, rows: count }: { value: string; rows: number }) => [value, count])).toEqual([
    ['0', 200],
    ['1', 200],
    ['2', 200],
  ])
})

test.each([
  ['accuracy >= 0.9 for every contry', "unknown column 'contry'"],
  ['accuracy >= champion - 0.01', 'needs a champion'],
])('%s is an input error', async (gates, message) => {
  const inputs = { predictions: 'new.csv', gates, upload: 'false' }
  const result = await runBundle('evaluate', { workspace: workspace(), inputs })
  expect(result.exitCode).toBe(2)
  expect(result.annotations.map((annotation) => annotation.message).join('\n')).toContain(message)
})

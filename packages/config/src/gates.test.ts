import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { loadConfig } from './load.ts'

async function load(gate: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-config-'))
  try {
    const file = path.join(folder, 'trainyard.yml')
    await writeFile(file, `name: a\nevaluate:\n  gates:\n    - ${gate}\n`)
    return (await loadConfig(file, { shown: 'trainyard.yml' })).evaluate.gates
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.each([
  ['accuracy >= 0.9', 'accuracy >= 0.9'],
  ['{metric: recall, class: Gentoo, intent: floor, bound: 0.9}', 'recall[Gentoo] >= 0.9'],
  ['{metric: rmse, intent: ceiling, bound: 4.2, for: {column: island}}', 'rmse <= 4.2 for every island'],
  [
    '{metric: accuracy, intent: non-inferior, against: champion, margin: 0.01}',
    'accuracy non-inferior to champion within 0.01',
  ],
  ['{metric: mae, intent: superior, against: baseline}', 'mae superior to baseline by 0'],
  ['{metric: accuracy, intent: not-suspicious, bound: 0.999}', 'accuracy suspicious beyond 0.999'],
  [
    '{metric: accuracy, intent: not-suspicious, against: champion, margin: 0.1, for: {column: age, from: 18, to: 30}}',
    'accuracy suspicious beyond champion by 0.1 for 18 <= age < 30',
  ],
  ['{metric: mae, intent: ceiling, bound: 1, for: {column: my age, from: 65}}', 'mae <= 1 for 65 <= "my age"'],
  ['{metric: mae, intent: ceiling, bound: 1, for: {column: age, to: 18}}', 'mae <= 1 for age < 18'],
  ['{metric: mae, intent: ceiling, bound: 1, for: {slice: by night}}', 'mae <= 1 for slice "by night"'],
  [
    '{metric: mae, intent: ceiling, bound: 1, for: {column: "a \\"b\\"", value: "it\'s"}}',
    'mae <= 1 for "a "b"" = "it\'s"',
  ],
])('%s', async (written, text) => expect(await load(written)).toEqual([text]))

test.each([
  ['{metric: recall, bound: 0.9}', 'evaluate.gates[0].intent: is missing'],
  ['{metric: recall, intent: floor}', 'evaluate.gates[0]: floor needs bound'],
  ['{metric: recall, intent: flor, bound: 0.9}', 'Did you mean floor?'],
  ['{metric: recall, intent: superior}', 'evaluate.gates[0]: superior needs against'],
  ['{metric: recall, intent: superior, against: champion, bound: 1}', 'gates[0].bound: has no meaning with superior'],
  ['{metric: recall, intent: floor, bound: 1, margin: 1}', 'gates[0].margin: has no meaning with floor'],
  ['{metric: recall, intent: not-suspicious}', 'needs bound or against'],
  ['{metric: recall, intent: floor, bound: 1, slice: a}', 'gates[0].slice: unknown key'],
  ['{metric: mae, intent: ceiling, bound: 1, for: {column: a, value: b, from: 1}}', 'cannot stand beside from and to'],
  ['{metric: mae, intent: ceiling, bound: 1, for: {column: a, from: 3, to: 3}}', 'no number is 3 or more and below 3'],
  ['{metric: mae, intent: ceiling, bound: 1, for: {slice: a, column: b}}', 'for.slice: cannot stand beside column'],
  ['{metric: mae, intent: ceiling, bound: 1, for: {value: a}}', 'says nothing of which rows'],
  ['{metric: mae, intent: superior, against: champion, margin: -1}', 'must be at least 0'],
])('%s is refused', async (written, message) => expect(load(written)).rejects.toThrow(message))

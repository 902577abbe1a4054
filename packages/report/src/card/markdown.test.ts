import { expect, test } from '@jest/globals'
import type { CardDocument } from '@trainyard/evidence'
import { cardMarkdown } from './markdown.ts'

const sha256 = 'a'.repeat(64)
const card: CardDocument = {
  kind: 'card',
  schemaVersion: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  tool: { name: 'trainyard', version: '1.0.0' },
  subjects: [],
  inputs: [],
  verdict: 'pass',
  reason: 'what is known of churn',
  name: 'churn',
  words: { summary: 'Says *who* leaves.', license: 'MIT', owners: ['A', 'B'], references: [] },
  model: {
    sha256,
    framework: 'scikit-learn',
    bytes: 1200,
    task: 'classification',
    target: 'y',
    features: ['a', 'b`|'],
  },
  data: {
    sha256,
    rows: 100,
    columns: 3,
    split: { method: 'hash', train: 70, validation: 10, test: 20 },
    versions: ['data.csv.dvc: DVC 0123'],
  },
  training: {
    trainer: 'python train.py',
    parameters: { depth: 6 },
    seed: 7,
    key: sha256,
    trials: 4,
    best: 'max roc_auc',
  },
  validation: [{ name: 'accuracy', value: 0.9 }],
}

test('front matter is YAML that a hub reads, and foreign words are text', () => {
  const text = cardMarkdown(card)
  expect(text.startsWith('---\nlicense: "mit"\nlibrary_name: onnx\npipeline_tag: tabular-classification\n')).toBe(true)
  expect(text).toContain('Says &#42;who&#42; leaves.')
  expect(text).toContain('It reads `a`, `b`.')
  expect(text).toContain('By `python train.py`, seed 7, parameters chosen among 4 trials by max roc&#95;auc.')
  expect(text).not.toContain('## Evaluation')
})

test('an evaluation is told with its intervals; values of slices only where the card has them', () => {
  const interval = { low: 0.8, high: 0.95, level: 0.95, method: 'wilson' }
  const slices = [
    { rows: 30, estimate: 0.9, verdict: 'pass' as const },
    { value: 'pl', rows: 40, estimate: 0.5, interval, verdict: 'fail' as const },
  ]
  const rules = [{ text: 'accuracy >= 0.8 for every country', verdict: 'fail' as const, estimate: 0.5, slices }]
  const metrics = [{ name: 'accuracy', value: 0.9, interval }]
  const evaluation = {
    sha256,
    verdict: 'fail' as const,
    decidedBy: 'bounds' as const,
    split: 'test',
    rows: 70,
    metrics,
    rules,
  }
  const text = cardMarkdown({ ...card, evaluation })
  expect(text).toContain('## Evaluation: fail')
  expect(text).toContain('| accuracy | 0.900 | [0.800, 0.950] |')
  expect(text).toContain('| withheld | 30 | 0.900 |  | pass |')
  expect(text).toContain('| pl | 40 | 0.500 | [0.800, 0.950] | fail |')
})

import { describe, expect, test } from '@jest/globals'
import type { EvaluationDocument, RuleResult, SliceResult } from '@trainyard/evidence'
import fc from 'fast-check'
import { charts } from './charts.ts'
import { walked } from './fixtures/documents.ts'
import { stageHtml } from './html/page.ts'
import { plot } from './html/plot.ts'
import { textBar } from './summary/bar.ts'
import { changedSlices, confusionChange } from './summary/changes.ts'
import { commentMarkdown } from './summary/comment.ts'

const passed = walked.find(({ kind }) => kind === 'evaluation') as EvaluationDocument
const [rule] = passed.rules as [RuleResult]

const slice = (value: string, more: Partial<SliceResult> = {}): SliceResult => ({
  value,
  rows: 212,
  estimate: 0.52,
  difference: -0.14,
  interval: { low: -0.21, high: -0.07, level: 0.95, method: 'newcombe' },
  verdict: 'pass',
  ...more,
})

const sliced = (slices: readonly SliceResult[]): EvaluationDocument => ({
  ...passed,
  rules: [{ ...rule, text: 'recall[true] >= champion - 0.02 for every country', slices }],
})

describe('slices that differ', () => {
  test('are those that do not pass, and those whose interval leaves out no difference; the worst first', () => {
    const around = { low: -0.1, high: 0.1, level: 0.95, method: 'newcombe' }
    const table = changedSlices(
      sliced([
        slice('same', { difference: 0, interval: around }),
        slice('better', { difference: 0.2, interval: { ...around, low: 0.1, high: 0.3 } }),
        slice('pl', { verdict: 'fail' }),
        slice('ro', { verdict: 'inconclusive', difference: -0.05, interval: around }),
      ]),
    )
    expect(table).not.toContain('same')
    expect(['pl', 'ro', 'better'].map((name) => table.indexOf(`| ${name} |`))).toEqual(
      ['pl', 'ro', 'better'].map((name) => table.indexOf(`| ${name} |`)).toSorted((a, b) => a - b),
    )
    expect(table).toContain('-0.140 [-0.210, -0.070]')
  })

  test('are counted where they are many', () => {
    const many = Array.from({ length: 2000 }, (_, at) => slice(`s${at}`, { verdict: 'fail' }))
    expect(changedSlices(sliced(many))).toMatch(/and 1,980 more slices in the report$/)
  })
})

describe('a comment', () => {
  const gate = fc.record({
    text: fc.string({ maxLength: 400 }),
    slices: fc.array(
      fc.string({ maxLength: 60 }).map((value) => slice(value, { verdict: 'fail' })),
      { maxLength: 40 },
    ),
  })

  test('fits, whatever the number of gates and slices, and says where the rest is', () => {
    fc.assert(
      fc.property(fc.array(gate, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (gates, copies) => {
        const rules = Array.from({ length: copies }, () => gates).flat()
        const document: EvaluationDocument = {
          ...passed,
          verdict: 'fail',
          rules: rules.map((one) => ({ ...rule, ...one, verdict: 'fail' })),
        }
        const body = commentMarkdown([document], { title: 'Trainyard: a', limit: 65_536 })
        expect(body.length).toBeLessThanOrEqual(65_536)
        expect(body).toMatch(/^### ❌ Trainyard/)
        expect(body).toContain(`(${rules.length} of ${rules.length} gates)`)
        expect(body.split('<details>').length).toBe(body.split('</details>').length)
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    [1, 2000],
    [2000, 1],
    [300, 2000],
    [2000, 2000],
  ])('%i gates of %i slices each still show the gates that fail', (gates, slices) => {
    const held = Array.from({ length: slices }, (_, at) => slice(`<b>slice ${at}</b>`, { verdict: 'fail' }))
    const rules = Array.from({ length: gates }, (_, at) => ({
      ...rule,
      text: `recall[c${at}] >= 0.9 for every slice`,
      verdict: 'fail' as const,
      slices: held,
    }))
    const body = commentMarkdown([{ ...passed, verdict: 'fail', rules }], { title: 'Trainyard: a', limit: 65_536 })
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(body).toContain('for every slice')
    expect(body).not.toContain('<b>')
  })

  test('shows each interval as a bar, and what it is held against', () => {
    expect(textBar({ ...rule, interval: { low: 0.92, high: 1, level: 0.95, method: 'wilson' }, bound: 0.9 })).toBe(
      '`┃··├──────────●─┤`',
    )
    expect(textBar({ ...rule, interval: undefined as never })).toBe('')
  })

  test('shows how the confusion has changed, and escapes the names of classes', () => {
    const confusion = {
      classes: ['a|b', 'c'],
      counts: [
        [30, 2],
        [0, 25],
      ],
      champion: [
        [28, 4],
        [0, 25],
      ],
    }
    const table = confusionChange({ ...passed, confusion })
    expect(table).toContain('| **a&#124;b** | 30 (+2) | 2 (−2) |')
    expect(table).toContain('| **c** | 0 | 25 |')
    expect(confusionChange(passed)).toBe('')
  })
})

describe('the page', () => {
  const curves = {
    roc: [
      [0, 0],
      [0.1, 0.8],
      [1, 1],
    ] as const,
    precisionRecall: [
      [0.8, 0.9],
      [1, 0.5],
    ] as const,
    calibration: [
      [0.1, 0.12],
      [0.9, 0.8],
    ] as const,
  }
  const bin = { rows: 10, predicted: 1, actual: 1.5, residual: [-1, 0.5, 2] as const }

  test('draws both models together, and tells what it draws to those who do not see it', () => {
    const plots = {
      curves: [
        {
          class: 'yes',
          candidate: curves,
          champion: {
            ...curves,
            roc: [
              [0, 0],
              [1, 1],
            ] as const,
          },
        },
      ],
    }
    const page = stageHtml([{ ...passed, plots }], charts)
    expect(page).toContain('aria-label="ROC: candidate area 0.850; champion area 0.500"')
    expect(page).toContain('aria-label="Calibration: candidate farthest from the diagonal by 0.100')
    expect(page.match(/class="champion"/g)?.length).toBeGreaterThanOrEqual(3)
  })

  test('draws residuals of numbers, and nothing where there is nothing', () => {
    const page = stageHtml(
      [{ ...passed, plots: { residuals: { candidate: [bin, { ...bin, predicted: 2 }] } } }],
      charts,
    )
    expect(page).toContain('Predicted and true')
    expect(page).toContain('nine of ten residuals from -1 to 2')
    expect(page).not.toContain('class="champion"')
    expect(stageHtml([passed], charts)).not.toContain('Curves')
  })

  test('lines stay in their picture, whatever the numbers', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    const points = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(points, fc.constantFrom('diagonal' as const, 'zero' as const, undefined), (drawn, guide) => {
        const made = plot({
          title: 't',
          x: 'x',
          y: 'y',
          about: 'a',
          lines: [{ of: 'candidate', points: drawn }],
          ...(guide && { guide }),
        }).text
        expect(made).not.toMatch(/NaN|Infinity/)
        const [, path = ''] = /class="candidate" d="M([^"]*)"/.exec(made) ?? []
        for (const [x = -1, y = -1] of path.split('L').map((pair) => pair.split(' ').map(Number))) {
          expect(x).toBeGreaterThanOrEqual(45)
          expect(x).toBeLessThanOrEqual(291)
          expect(y).toBeGreaterThanOrEqual(7)
          expect(y).toBeLessThanOrEqual(201)
        }
      }),
    )
  })
})

import { describe, expect, test } from '@jest/globals'
import type { AnyDocument, DriftDocument, EvaluationDocument } from '@trainyard/evidence'
import fc from 'fast-check'
import { charts } from './charts.ts'
import { walked } from './fixtures/documents.ts'
import { pipelineHtml } from './html/page.ts'
import { stageDetails } from './lines/details.ts'
import { stageLine } from './lines/line.ts'
import { commentMarkdown } from './summary/comment.ts'
import { escapeMarkdown } from './summary/markdown.ts'
import { pipelineMarkdown, summaryMarkdown } from './summary/summary.ts'

const lineOf = (kind: AnyDocument['kind']) =>
  stageLine(walked.find((document) => document.kind === kind) as AnyDocument)

test.each([
  ['validation', '344 rows, 2 checks, 1 warning, structure only'],
  ['run', 'built-in mlp, 40 epochs, validation loss 0.041'],
  ['evaluation', 'accuracy 0.986 [0.922, 0.998] ≥ 0.90'],
  ['image', 'sha256:ffffffffffff… 56 MB, 4 layers, 2 reused'],
  ['deployment', 'started, checked, stopped, 69 answers equal to the evaluation'],
  ['drift', 'drift: island, bill_depth_mm, species share'],
] as const)('%s in one line', (kind, line) => expect(lineOf(kind)).toBe(line))

test('a rule that is not decided says what was compared and the way on', () => {
  const passed = walked.find(({ kind }) => kind === 'evaluation') as EvaluationDocument
  const document: EvaluationDocument = {
    ...passed,
    verdict: 'inconclusive',
    rules: passed.rules.map((rule) => ({
      ...rule,
      text: 'accuracy >= champion - 0.01',
      verdict: 'inconclusive',
      estimate: 0.914,
      champion: 0.921,
      difference: -0.007,
      interval: { low: -0.031, high: 0.017, level: 0.95, method: 'bootstrap' },
      reason: 'About 2,900 more labelled rows would decide it.',
    })),
  }
  expect(stageLine(document)).toBe('accuracy >= champion - 0.01')
  expect(stageDetails(document)).toEqual([
    'candidate 0.914, champion 0.921, difference -0.007 [-0.031, +0.017]',
    'About 2,900 more labelled rows would decide it.',
    'To let the estimates decide: evaluate.inconclusive: estimate',
  ])
})

test('of many rules that do not pass the failed ones are told first, each whole, and the others are counted', () => {
  const passed = walked.find(({ kind }) => kind === 'evaluation') as EvaluationDocument
  const named = (text: string, verdict: 'fail' | 'inconclusive') =>
    passed.rules.map((rule) => ({ ...rule, text, verdict, reason: `why ${text}` }))
  const open = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((text) => named(text, 'inconclusive'))
  const document: EvaluationDocument = { ...passed, verdict: 'fail', rules: [...open, ...named('z', 'fail')] }
  expect(stageLine(document)).toBe('z')
  const details = stageDetails(document)
  expect(details.slice(0, 3)).toEqual([expect.stringMatching(/^estimate/), 'why z', 'a'])
  expect(details.slice(-2)).toEqual(['why d', 'and 2 more gates in the report'])
})

test('a summary shows a rule beside its rival with the difference, and its verdict with a sign', () => {
  const passed = walked.find(({ kind }) => kind === 'evaluation') as EvaluationDocument
  const rules = passed.rules.map((rule) => ({ ...rule, champion: 0.9, difference: 0.0855 }))
  expect(summaryMarkdown([{ ...passed, rules }])).toMatch(
    /\| 0\.986 \| champion 0\.900 \| \+0\.086 \[.*\] \| `.*` \| ✅ pass \|/,
  )
})

test('a summary begins with the verdict of the last document', () => {
  expect(summaryMarkdown(walked)).toMatch(/^### ✅ check-drift: pass\n\ndrift&#58;|^### ✅ check-drift: pass\n\ndrift:/)
  expect(summaryMarkdown([])).toBe('')
})

test('a summary that is too long is cut at a whole part', () => {
  const many = Array.from({ length: 4000 }, () => walked).flat()
  const summary = summaryMarkdown(many)
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
  expect(summary).toContain('More is in the HTML report')
})

test('the page fetches nothing, runs nothing, and holds a section for each document', () => {
  const page = pipelineHtml(walked, { title: 'penguins', charts })
  expect(page).not.toMatch(/<script|src=|href="http|url\((?!.?#)/)
  for (const title of [
    'Data',
    'Validation',
    'Training',
    'Evaluation',
    'Image',
    'Deployment',
    'Drift',
    'Evidence chain',
  ])
    expect(page).toContain(`<h2>${title}`)
  expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(4)
})

test('a gate shows its interval, the bounds that decide, and what they are held against', () => {
  const page = pipelineHtml(walked, { title: 'penguins', charts })
  const evaluation = walked.find(({ kind }) => kind === 'evaluation') as EvaluationDocument
  const [gate] = evaluation.rules
  const bar = /<svg role="img" aria-label="interval[\s\S]*?<\/svg>/.exec(page)?.[0] ?? ''
  expect(bar).toContain(`rule ${gate?.text.replace('>', '&gt;')}`)
  expect(bar.match(/<line /g)?.length).toBe(gate?.bounds ? 4 : 3)
})

test('a table without any evidence of drift has no chart of empty bars', () => {
  const drift = walked.find(({ kind }) => kind === 'drift') as DriftDocument
  const calm: DriftDocument = {
    ...drift,
    tests: drift.tests.map((one) => ({ ...one, adjustedP: one.adjustedP === null ? null : 1 })),
  }
  const drawn = (document: DriftDocument) => pipelineHtml([document], { title: '', charts }).includes('<svg')
  expect(drawn(drift)).toBe(true)
  expect(drawn(calm)).toBe(false)
})

test.each(walked.map((document) => [document.kind, document] as const))(
  'every foreign string of a %s document stays text in page and summary',
  (_, document) => {
    const hostile = '"><script>x</script>|\n# a [b](http://c) `d` <img src=y>'
    const poison = (value: unknown): unknown => {
      if (typeof value === 'string') return /^[a-z-]+$/.test(value) || /^\d{4}-/.test(value) ? value : value + hostile
      if (Array.isArray(value)) return value.map(poison)
      if (value === null || typeof value !== 'object') return value
      return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, poison(held)]))
    }
    const poisoned = [poison(document) as AnyDocument]
    const page = pipelineHtml(poisoned, { title: hostile, charts })
    const summary = summaryMarkdown(poisoned) + pipelineMarkdown(poisoned, hostile)
    for (const text of [page, summary]) expect(text).not.toMatch(/<script|<img/)
    expect(summary).not.toMatch(/^# a/m)
    expect(summary).not.toContain('](http')
  },
)

test('no foreign string gets out of its place in the page', () => {
  fc.assert(
    fc.property(fc.string(), (foreign) => {
      const hostile = `${foreign}"><img src=x onerror=alert(1)>`
      const [dataset, , , evaluation] = walked as [AnyDocument, AnyDocument, AnyDocument, EvaluationDocument]
      const page = pipelineHtml(
        [
          { ...dataset, columns: [{ name: hostile, type: 'string', role: 'feature', missing: 0 }] } as AnyDocument,
          {
            ...evaluation,
            reason: hostile,
            confusion: {
              classes: [hostile, 'b'],
              counts: [
                [1, 0],
                [0, 1],
              ],
            },
          },
        ],
        { title: hostile, charts },
      )
      expect(page).not.toContain('<img')
    }),
    { numRuns: 25 },
  )
})

test('no foreign string makes Markdown, HTML, a mention or a line of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (foreign) => {
      const escaped = escapeMarkdown(`${foreign}|<b>*_\`[x](http://y)@team\n# z`)
      expect(escaped).not.toMatch(/[|<>*_`[\]()@\n]/)
      expect(escaped).not.toMatch(/https?:/i)
    }),
  )
})

describe('a comment on a pull request', () => {
  const options = {
    title: 'Trainyard: penguins',
    limit: 65_536,
    link: 'https://github.com/acme/penguins/actions/runs/9',
  }
  const without = (...kinds: AnyDocument['kind'][]) => walked.filter(({ kind }) => !kinds.includes(kind))

  test('begins with the verdict, then the gates, then what the model was made of', () => {
    const [head, , table] = commentMarkdown(without('drift'), options).split('\n')
    expect(head).toBe('### ✅ Trainyard: penguins: passed every stage')
    expect(table).toBe('| gate | candidate | compared with | difference (95 %) |  | verdict |')
    expect(commentMarkdown(without('drift'), options)).toMatch(/Data: 344 rows, .* Model: .*\[Run and report\]\(https:/)
  })

  test('says how many gates do not let it through, and why', () => {
    const failing = without('drift', 'image', 'deployment').map((document) =>
      document.kind === 'evaluation'
        ? {
            ...document,
            verdict: 'fail' as const,
            rules: document.rules.map((rule) => ({ ...rule, verdict: 'fail' as const })),
          }
        : document,
    )
    const text = commentMarkdown(failing, options)
    expect(text).toMatch(/^### ❌ Trainyard: penguins: not ready to deploy \(1 of 1 gates\)/)
    expect(text).toContain('\n> estimate 0.986')
  })

  test('is cut between parts where there is no room, and says so', () => {
    const text = commentMarkdown(walked, { ...options, limit: 700 })
    expect(text.length).toBeLessThanOrEqual(700)
    expect(text).toMatch(/More is in the HTML report: a comment holds 65,536 characters\.\*\s*$/)
  })
})

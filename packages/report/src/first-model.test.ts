import { expect, test } from '@jest/globals'
import type { EvaluationDocument } from '@trainyard/evidence'
import { charts } from './charts.ts'
import { walked } from './fixtures/documents.ts'
import { stageHtml } from './html/page.ts'
import { stageDetails } from './lines/details.ts'
import { unjudgedOf } from './rules.ts'
import { commentMarkdown } from './summary/comment.ts'
import { summaryMarkdown } from './summary/summary.ts'

const evaluated = walked.find((document) => document.kind === 'evaluation') as EvaluationDocument
const rule = 'accuracy >= champion'
const firstModel = { champion: 'registry', reason: 'penguins has no champion in MLflow', unjudged: [rule] }
const document: EvaluationDocument = { ...evaluated, firstModel }
const said = 'first model: nothing to compare with'

test('a first model says so wherever its gates are shown', async () => {
  expect(stageDetails(document)).toEqual([`${rule}: ${said} (penguins has no champion in MLflow)`])
  const comment = commentMarkdown([document], { title: 'Check', limit: 65_536 })
  for (const page of [comment, summaryMarkdown([document]), await stageHtml([document], charts)]) {
    expect(page).toContain(said)
    expect(page).toContain('penguins has no champion in MLflow')
  }
})

test('rules of the branch that were not judged are named as such', () => {
  const { rules, inconclusive, decidedBy, verdict, reason } = evaluated
  const base = { branch: 'main', rules, inconclusive, decidedBy, verdict, reason, firstModel }
  expect(unjudgedOf({ ...evaluated, base })).toEqual([
    { text: `${rule} (rules of main)`, reason: 'penguins has no champion in MLflow' },
  ])
})

test('of any other model nothing is said', () => {
  expect(unjudgedOf(evaluated)).toEqual([])
  expect(commentMarkdown([evaluated], { title: 'Check', limit: 65_536 })).not.toContain(said)
})

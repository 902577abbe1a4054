import { describe, expect, test } from '@jest/globals'
import type { EvaluationDocument, ImageDocument, Verdict } from '@trainyard/evidence'
import { checkEvaluation, expectCompared } from './refusals.ts'

const [model, other] = ['a'.repeat(64), 'b'.repeat(64)]
const [first, second] = ['c'.repeat(64), 'd'.repeat(64)]

const image = (evaluation: ImageDocument['evaluation']): ImageDocument => ({
  kind: 'image',
  schemaVersion: 1,
  createdAt: '2026-01-01T00:00:00Z',
  tool: { name: 'trainyard', version: '1.0.0' },
  subjects: [],
  inputs: [],
  verdict: 'pass',
  reason: '',
  digest: `sha256:${'e'.repeat(64)}`,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  platform: { os: 'linux', architecture: 'amd64' },
  base: { reference: 'node24', files: [] },
  layers: [],
  size: 1,
  model,
  evaluation,
})

const evaluation = (verdict: Verdict, judged: string | undefined = model): EvaluationDocument => ({
  kind: 'evaluation',
  schemaVersion: 1,
  createdAt: '2026-01-01T00:00:00Z',
  tool: { name: 'trainyard', version: '1.0.0' },
  subjects: [],
  inputs: [],
  verdict,
  reason: '1 of 3 gates failed',
  task: 'classification',
  ...(judged && { model: judged }),
  data: { split: 'test', rows: 10, sha256: first },
  target: 'species',
  metrics: [],
  rules: [],
  inconclusive: 'fail',
  decidedBy: 'bounds',
})

interface Case {
  readonly recorded?: { readonly sha256: string; readonly verdict: Verdict } | null
  readonly given?: { readonly verdict: Verdict; readonly judged?: string; readonly sha256?: string }
  readonly unevaluated?: 'allow'
}

const check = ({ recorded = null, given, unevaluated = undefined }: Case) =>
  checkEvaluation({
    image: { document: image(recorded), folder: '.' },
    unevaluated: unevaluated ?? 'refuse',
    ...(given && {
      evaluation: { document: evaluation(given.verdict, given.judged ?? model), sha256: given.sha256 ?? first },
    }),
  })

const passed = { sha256: first, verdict: 'pass' } as const

describe('deploy', () => {
  test.each<[string, Case, ReturnType<typeof check>]>([
    ['an image and the evaluation it was built on', { recorded: passed, given: { verdict: 'pass' } }, passed],
    ['an image built unjudged, and judged since', { given: { verdict: 'pass' } }, passed],
    ['an unjudged image where that is allowed', { unevaluated: 'allow' }, null],
    ['a judged image without its evaluation where that is allowed', { recorded: passed, unevaluated: 'allow' }, null],
  ])('takes %s', (_what, given, reference) => expect(check(given)).toEqual(reference))

  test.each<[string, Case, string]>([
    [
      'a failed evaluation',
      { given: { verdict: 'fail' } },
      'the evaluation of this model says fail: 1 of 3 gates failed',
    ],
    [
      'a failed evaluation, even where none is needed',
      { given: { verdict: 'fail' }, unevaluated: 'allow' },
      'says fail',
    ],
    ['an inconclusive evaluation', { given: { verdict: 'inconclusive' }, unevaluated: 'allow' }, 'says inconclusive'],
    [
      'an image that records a failed one',
      { recorded: { sha256: first, verdict: 'fail' }, unevaluated: 'allow' },
      'says fail',
    ],
    ['no evaluation', {}, `the model ${model} in this image has no evaluation`],
    ['no evaluation, though the image records one', { recorded: passed }, 'has no evaluation'],
    [
      'the evaluation of another model',
      { given: { verdict: 'pass', judged: other } },
      `holds the model ${model}, and evaluation.json judged the model ${other}`,
    ],
    [
      'a failed evaluation of another model',
      { given: { verdict: 'fail', judged: other }, unevaluated: 'allow' },
      other,
    ],
    [
      'another evaluation than the image records',
      { recorded: passed, given: { verdict: 'pass', sha256: second } },
      `built on the evaluation ${first}, and the one given is ${second}`,
    ],
  ])('refuses %s', (_what, given, message) => expect(() => check(given)).toThrow(message))

  test('an evaluation of predictions without a model is refused', () => {
    const { model: _model, ...document } = evaluation('pass')
    const request = { image: { document: image(null), folder: '.' }, unevaluated: 'allow' } as const
    expect(() => checkEvaluation({ ...request, evaluation: { document, sha256: first } })).toThrow(
      'judged predictions, not a model',
    )
  })
})

describe('the evaluation of a first model', () => {
  const unjudged = ['accuracy >= champion - 0.01']
  const judged = (rules: readonly string[]) => ({
    image: { document: image(passed), folder: '.' },
    unevaluated: 'refuse' as const,
    evaluation: {
      document: { ...evaluation('pass'), firstModel: { champion: 'registry', reason: 'none', unjudged: rules } },
      sha256: first,
    },
  })

  test('does not let it take the place of another model', () => {
    expect(() => expectCompared(judged(unjudged), { model: other })).toThrow(
      `left accuracy >= champion - 0.01 unjudged, and the model ${other} is deployed here`,
    )
  })

  test.each([
    ['is deployed again', unjudged, model],
    ['left no rule unjudged', [], other],
  ])('is taken where it %s', (_, rules, current) => {
    expect(() => expectCompared(judged(rules), { model: current })).not.toThrow()
  })
})

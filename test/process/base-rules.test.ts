import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { runBundle } from '../support/runner.ts'

let github: LoopbackGitHub
beforeAll(async () => {
  github = await startGitHub()
})
afterAll(() => github.close())
beforeEach(() => {
  github.contents.files.clear()
  github.contents.status = 200
})

const event = { name: 'pull_request', payload: { pull_request: { number: 3, base: { ref: 'main', sha: 'c0ffee' } } } }

const config = (gates: string) => `name: churn\nevaluate:\n  gates:\n${gates}\n`

/** Evaluates predictions with 90 of 100 right in a pull request whose file has these gates. */
async function evaluate(gates: string, inputs = {}) {
  const workspace = mkdtempSync(path.join(tmpdir(), 'base-rules-'))
  const answer = (at: number) => (at % 10 === 0 ? 'no,0.7,0.3' : 'yes,0.2,0.8')
  const rows = Array.from({ length: 1000 }, (_, at) => `${at},yes,${answer(at)},${at % 2}`)
  writeFileSync(path.join(workspace, 'p.csv'), ['id,label,prediction,p_no,p_yes,half', ...rows].join('\n'))
  writeFileSync(path.join(workspace, 'trainyard.yml'), config(gates))
  const given = { predictions: 'p.csv', token: 'secret-token', upload: 'false', ...inputs }
  const result = await runBundle('evaluate', { workspace, github, event, inputs: given })
  return {
    ...result,
    document: () => JSON.parse(readFileSync(path.join(workspace, '.trainyard/evaluate/evaluation.json'), 'utf8')),
  }
}

const main = (gates: string) => github.contents.files.set('c0ffee:trainyard.yml', config(gates))

describe('rules of the branch that a pull request would change', () => {
  test('a lowered bar is seen: both verdicts are told, and the stricter decides', async () => {
    main('    - accuracy >= 0.95')
    const result = await evaluate('    - accuracy >= 0.8')
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('by the rules of main') })
    const { rules, base, verdict } = result.document()
    expect({ verdict, own: rules[0].verdict, base: base.verdict, branch: base.branch }).toEqual({
      verdict: 'fail',
      own: 'pass',
      base: 'fail',
      branch: 'main',
    })
    expect(result.summary).toContain('(rules of main)'.replaceAll('(', '&#40;').replaceAll(')', '&#41;'))
  })

  test('a raised bar must be kept too', async () => {
    main('    - accuracy >= 0.8')
    const result = await evaluate('    - accuracy >= 0.95')
    expect(result.outputs['verdict']).toBe('fail')
    expect(result.document().base.verdict).toBe('pass')
  })

  test('rules may group by columns that only the base names', async () => {
    main('    - accuracy >= 0.7 for every half')
    const result = await evaluate('    - accuracy >= 0.6')
    expect(result.outputs['verdict']).toBe('pass')
    expect(result.document().base.rules[0].slices).toHaveLength(2)
  })

  test('the threshold and the metrics that the base’s rules name are the base’s own', async () => {
    const rules = (threshold: number, metric: string) =>
      `    - hit >= 0.95\n  threshold: {value: ${threshold}, class: 'yes'}\n  metrics: {hit: {sql: ${metric}, better: higher}}`
    main(rules(0.5, 'avg(label = prediction)'))
    const result = await evaluate(rules(0.2, 'avg(prediction = prediction)'))
    const { rules: own, base, threshold } = result.document()
    expect([own[0].estimate, own[0].verdict, threshold.value]).toEqual([1, 'pass', 0.2])
    expect([base.rules[0].estimate, base.verdict, base.threshold.value]).toEqual([0.9, 'fail', 0.5])
    expect(result.outputs['verdict']).toBe('fail')
  })

  test('a loosened bar beside the rules is seen where the rules are the same', async () => {
    main('    - accuracy >= 0.8\n  overlap: 0')
    const result = await evaluate('    - accuracy >= 0.8\n  overlap: 20%\n  group: half')
    const notes = result.annotations.map(({ message }) => message)
    expect(notes).toContainEqual(
      expect.stringContaining('evaluate.overlap: not as on main; the stricter of both holds'),
    )
    expect(notes).toContainEqual(expect.stringContaining('evaluate.group: not as on main; both verdicts are with that'))
    expect(result.document()).toHaveProperty('base.branch', 'main')
  })

  test('the same rules are held once', async () => {
    main('    - {metric: accuracy, intent: floor, bound: 0.8}')
    const result = await evaluate('    - accuracy >= 0.8')
    expect(result.log).toContain('The rules are those of main')
    expect(result.document()).not.toHaveProperty('base')
  })

  test('gates of the workflow do not take the place of those of the branch', async () => {
    main('    - accuracy >= 0.95')
    const result = await evaluate('    - accuracy >= 0.95', { gates: 'accuracy >= 0.5' })
    expect(result.outputs['verdict']).toBe('fail')
    expect(result.document()).toMatchObject({ rules: [{ verdict: 'pass' }], base: { branch: 'main', verdict: 'fail' } })
  })

  test('where the branch has none in its file, gates of the workflow can be lowered unseen: a warning says so', async () => {
    const result = await evaluate('    []', { gates: 'accuracy >= 0.5' })
    expect(result.exitCode).toBe(0)
    const notes = result.annotations.map(({ message }) => message)
    expect(notes).toContainEqual(expect.stringContaining('trainyard.yml of main has none to hold as well'))
  })

  test('a branch without a file has no rules yet', async () => {
    const result = await evaluate('    - accuracy >= 0.8')
    expect(result.exitCode).toBe(0)
    expect(result.log).toContain('main has no rules yet')
  })

  test('rules of an imported file are those of the base too', async () => {
    main('    []\n  import: old.json\n  import-margin: 0.01')
    github.contents.files.set('c0ffee:old.json', '{"accuracy": 0.97}')
    const result = await evaluate('    - accuracy >= 0.8')
    expect(result.outputs['verdict']).toBe('fail')
    expect(result.document().base.rules[0].text).toBe('accuracy >= 0.96')
  })

  test.each([
    [
      'without a permission',
      () => {
        github.contents.status = 403
      },
      3,
      /trainyard\.yml of the base branch could not be read/,
    ],
    [
      'a file there that is none',
      () => {
        main('    - acuracy >= 0.8')
      },
      2,
      /unknown metric 'acuracy'/,
    ],
  ])('%s nothing is passed', async (_, prepare, code, message) => {
    prepare()
    const result = await evaluate('    - accuracy >= 0.8')
    expect(result.exitCode).toBe(code)
    expect(result.annotations.map((note) => note.message).join('\n')).toMatch(message)
  })
})

// Models of several labels a row: trained, converted, compared with the original, judged as scikit-learn judges them.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { scratchFolder } from '../image/support.mjs'
import { absent, document, pythonOf, trainyard } from './support.mjs'

const labels = ['sport', 'news', 'rare']
const beside = (name) => fileURLToPath(new URL(name, import.meta.url))

/** 900 rows of four numbers, some missing, and a word; three labels that depend on them, and on each other. */
function rows() {
  let state = 7
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
  const lines = Array.from({ length: 900 }, (_, id) => {
    const [a, b, c, d] = [0, 0, 0, 0].map(() => random() * 4 - 2)
    const kind = ['long', 'short', 'odd'][Math.floor(random() * 3)]
    const news = Number(a + 0.5 * b + (kind === 'long' ? 1 : 0) + random() - 0.5 > 0.3)
    const sport = Number(b - c + news * 0.8 + random() - 0.5 > 0.4)
    const rare = Number(d + sport + random() > 2.4)
    const numbers = [a, b, c, d].map((value, at) => (at < 2 && random() < 0.03 ? '' : value.toFixed(4)))
    return [id, ...numbers, kind, news, rare, sport].join(',')
  })
  return `id,a,b,c,d,kind,news,rare,sport\n${lines.join('\n')}\n`
}

/** Areas of each label are measured where a rule asks for them. */
const areas = labels.flatMap((label) => [`roc_auc[${label}] >= 0`, `average_precision[${label}] >= 0`])

async function project(t, { model, measure, more = [] }) {
  const folder = await scratchFolder(t)
  await writeFile(path.join(folder, 'rows.csv'), rows())
  await cp(beside('labels.py'), path.join(folder, 'labels.py'))
  const lines = [
    'name: topics',
    `data: {train: rows.csv, target: [${labels.join(', ')}], id: id}`,
    `train: {${model ? `run: python labels.py ${model}` : ''}}`,
    'evaluate:',
    '  gates:',
    ...['recall[news] >= 0.2 for every kind', ...(measure === 'label' ? [] : areas)].map((gate) => `    - ${gate}`),
    ...more,
  ]
  await writeFile(path.join(folder, 'trainyard.yml'), `${lines.join('\n')}\n`)
  return folder
}

async function train(t, { framework, ...asked }) {
  const cwd = await project(t, asked)
  return { cwd, ...(await trainyard(['train'], { cwd, framework })) }
}

/** By the name of each: f1[news]. */
function valuesOf({ metrics, rules }) {
  const measured = metrics.map(({ name, class: of, value }) => [of === undefined ? name : `${name}[${of}]`, value])
  return new Map([...measured, ...rules.map(({ text, estimate }) => [text.replace(' >= 0', ''), estimate])])
}

/** Holds every metric against scikit-learn's own on the answers that were kept. @returns how many there are */
function heldMetrics(cwd, evaluation) {
  const answers = path.join(cwd, '.trainyard/evaluate/predictions.parquet')
  const told = execFileSync(pythonOf('scikit-learn'), [beside('judge-labels.py'), answers, JSON.stringify(labels)])
  const ours = valuesOf(evaluation)
  const theirs = Object.entries(JSON.parse(told))
  for (const [name, value] of theirs) {
    const difference = Math.abs(ours.get(name) - value)
    assert.ok(difference <= 1e-9, `${name}: ${ours.get(name)}, scikit-learn: ${value}`)
  }
  return theirs.length
}

const scikit = { framework: 'scikit-learn' }
const tensorflow = { framework: 'tensorflow' }
const pytorch = { framework: 'pytorch' }
const sound = [
  { ...scikit, model: 'multi_output', metrics: 41 },
  { ...scikit, model: 'one_vs_rest' },
  { ...scikit, model: 'network' },
  { ...scikit, model: 'chain' },
  { ...scikit, model: 'chain_of_probabilities' },
  { ...scikit, model: 'without_probabilities', measure: 'label', metrics: 30 },
  { ...scikit, model: 'forest', metrics: 41 },
  { ...scikit, model: 'boosters' },
  { ...tensorflow, model: 'keras_sigmoid' },
  { ...tensorflow, model: 'keras_heads' },
  { ...pytorch, model: 'torch_sigmoid' },
]

describe('several labels a row: equal to the original, and judged as scikit-learn judges', () => {
  for (const { metrics, ...asked } of sound) {
    const skip = absent(asked.framework) || absent('scikit-learn')
    test(asked.model, { skip, timeout: 180_000 }, async (t) => {
      const { cwd, code, output } = await train(t, asked)
      assert.equal(code, 0, output)
      const { parity } = await document(cwd, 'train/run.json')
      assert.deepEqual([parity.measure, parity.split, parity.differing], [asked.measure ?? 'probability', 'test', 0])
      const { signature } = await document(cwd, 'train/model/model.json')
      assert.deepEqual([signature.task, signature.classes], ['multilabel', labels])
      if (metrics === undefined) return
      const judged = await trainyard(['evaluate'], { cwd, framework: asked.framework })
      const evaluation = await document(cwd, 'evaluate/evaluation.json')
      assert.deepEqual([evaluation.task, evaluation.target], ['multilabel', labels], judged.output)
      assert.equal(heldMetrics(cwd, evaluation), metrics)
    })
  }
})

test('the whole pipeline: a champion, slices, the server, later rows', {
  skip: absent('scikit-learn'),
  timeout: 300_000,
}, async (t) => {
  const cwd = await project(t, {
    model: 'multi_output',
    more: ['  champion: .trainyard/train/model', 'deploy: {target: local, ephemeral: true}'],
  })
  for (const words of [['validate-data'], ['train'], ['evaluate'], ['build-image'], ['deploy']]) {
    const { code, output } = await trainyard(words, { cwd, ...scikit })
    assert.equal(code, 0, `${words.join(' ')}: ${output}`)
  }
  const { split } = await document(cwd, 'validate-data/dataset.json')
  assert.equal(split.stratifiedBy[0], 'rare')
  const { answers } = await document(cwd, 'deploy/deployment.json')
  assert.equal(answers.equal, answers.rows)
  const drift = await trainyard(['check-drift', '--data', 'rows.csv'], { cwd, ...scikit })
  assert.equal(drift.code, 0, drift.output)
  const again = await trainyard(['train', 'reproduce', 'latest'], { cwd, ...scikit })
  assert.match(again.output, /trained again: bit-equal/)
})

const refused = [
  { ...scikit, model: 'two_of_three', says: /answers 2 columns a row, and data\.target names 3/ },
  { ...scikit, model: 'likeliest', says: /answers 1 columns a row, and data\.target names 3/ },
  { ...scikit, model: 'one_sided', says: /knows only 0 of the label sport, and not 0 and 1/ },
  { ...scikit, model: 'booster_alone', says: /a file of XGBoost answers one target[\s\S]*MultiOutputClassifier/ },
  { ...scikit, model: 'margins', says: /MultiOutputClassifier around a model without probabilities/ },
  { ...tensorflow, model: 'keras_logits', says: /no probabilities[\s\S]*a sigmoid for each label/ },
  { ...scikit, model: undefined, says: /the built-in trainer learns one target, and data\.target names 3/ },
]

describe('several labels a row: refused, in one clear error', () => {
  for (const { says, ...asked } of refused) {
    test(asked.model ?? 'the built-in trainer', { skip: absent(asked.framework), timeout: 120_000 }, async (t) => {
      const { code, output } = await train(t, asked)
      assert.equal(code, 2, output)
      assert.match(output, says)
      assert.doesNotMatch(output, /Traceback/)
    })
  }
})

test('scores that the converter takes for probabilities are found, and their cause is told', {
  skip: absent('scikit-learn'),
  timeout: 120_000,
}, async (t) => {
  const { code, output } = await train(t, { ...scikit, model: 'scores_of_one_vs_rest' })
  assert.equal(code, 1, output)
  assert.match(output, /OneVsRestClassifier around a model without probabilities/)
})

// The examples with frameworks of their own, as a user runs them: train, compare the converted model, judge it.
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { absent, document, example, trainyard } from './support.mjs'

const examples = [
  {
    name: 'flights',
    framework: 'scikit-learn',
    made: /^scikit-learn 1\.9\.1$/,
    original: 'model.joblib',
    tooHigh: 'roc_auc >= 0.8',
  },
  {
    name: 'weather',
    framework: 'scikit-learn',
    made: /^XGBoost 3\.2\.0$/,
    original: 'model.json',
    tooHigh: 'r2 >= 0.99',
  },
  {
    name: 'biopsies',
    framework: 'pytorch',
    made: /^PyTorch 2\.15\.0/,
    original: 'model.pt2',
    tooHigh: 'accuracy >= 0.999',
  },
  {
    name: 'wine',
    framework: 'tensorflow',
    made: /^Keras 3\.15\.1$/,
    original: 'model.keras',
    tooHigh: 'accuracy >= 0.999',
  },
]

for (const { name, framework, made, original, tooHigh } of examples) {
  test(`${name}: trained, equal to ${original}, passes its gates and no higher one`, {
    skip: absent(framework),
    timeout: 300_000,
  }, async (t) => {
    const cwd = await example(t, name)
    const trained = await trainyard(['train'], { cwd, framework })
    assert.equal(trained.code, 0, trained.output)
    const { parity, environment, metrics, verdict } = await document(cwd, 'train/run.json')
    assert.equal(verdict, 'pass')
    assert.match(environment.framework, made)
    const { split, differing } = parity
    assert.deepEqual({ original: parity.original, split, differing }, { original, split: 'test', differing: 0 })
    assert.ok(parity.greatest <= 1e-4 && parity.rows > 50, JSON.stringify(parity))
    assert.ok(metrics.length > 0)

    const judged = await trainyard(['evaluate'], { cwd, framework })
    assert.equal(judged.code, 0, judged.output)
    assert.equal((await document(cwd, 'evaluate/evaluation.json')).verdict, 'pass')

    const out = path.join(cwd, '.trainyard/higher')
    const refused = await trainyard(['evaluate', '--gates', tooHigh, '--out', out], { cwd, framework })
    assert.equal(refused.code, 1, refused.output)
    assert.notEqual((await document(cwd, 'higher/evaluation.json')).verdict, 'pass')
  })
}

test('flights: the whole chain, to an image that answers as the evaluation did', {
  skip: absent('scikit-learn'),
  timeout: 300_000,
}, async (t) => {
  const cwd = await example(t, 'flights')
  const { code, output } = await trainyard(['run'], { cwd, framework: 'scikit-learn' })
  assert.equal(code, 0, output)
  assert.equal((await document(cwd, 'deploy/deployment.json')).verdict, 'pass')
})

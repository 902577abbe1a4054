// Models in the forms of their frameworks, converted by the user's Python and compared with the original.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { absent, document, project, pythonOf, trainyard } from './support.mjs'

const wine = { table: 'wine', target: 'cultivar' }
const biopsies = { table: 'biopsies', target: 'diagnosis' }
const weather = { table: 'weather', target: 'temp_max', data: ', ignore: [date, weather]' }
const flights = { table: 'flights', target: 'late' }
const penguins = { table: 'penguins', target: 'species' }
const scikit = { framework: 'scikit-learn' }
const tensorflow = { framework: 'tensorflow' }

async function train(t, { framework, env, ...asked }) {
  const cwd = await project(t, asked)
  return { cwd, ...(await trainyard(['train'], { cwd, framework, env })) }
}

const sound = [
  { ...wine, ...scikit, model: 'estimator', measure: 'probability' },
  { ...wine, ...scikit, model: 'unnamed', measure: 'probability' },
  { ...wine, ...scikit, model: 'labels', measure: 'label' },
  { ...wine, ...scikit, model: 'skops', measure: 'probability' },
  { ...wine, ...scikit, model: 'searched', measure: 'probability' },
  { ...wine, ...scikit, model: 'xgboost_classes', measure: 'probability' },
  { ...biopsies, ...scikit, model: 'lightgbm_classes', measure: 'probability' },
  { ...weather, ...scikit, model: 'lightgbm_numbers', measure: 'relative' },
  { ...weather, ...scikit, model: 'pipeline_with_booster', measure: 'relative' },
  { ...weather, ...tensorflow, model: 'savedmodel', measure: 'relative' },
]

describe('converted and equal to the original', () => {
  for (const { measure, ...asked } of sound) {
    test(`${asked.model} of ${asked.table}`, { skip: absent(asked.framework), timeout: 120_000 }, async (t) => {
      const { cwd, code, output } = await train(t, asked)
      assert.equal(code, 0, output)
      const { parity } = await document(cwd, 'train/run.json')
      const { split, differing } = parity
      assert.deepEqual({ measure: parity.measure, split, differing }, { measure, split: 'test', differing: 0 })
    })
  }
})

const refused = [
  {
    ...flights,
    ...scikit,
    model: 'categorical',
    says: /model\.onnx answers \d+ of \d+ rows of the test share otherwise than model\.joblib[\s\S]*row \d+ {2}0\.\d+[\s\S]*leave\s+categorical_features\s+out/,
  },
  { ...weather, ...scikit, model: 'scaled_trees', says: /row \d+ {2}[\d.]+[\s\S]*Trees need no scaling/ },
  { ...penguins, ...scikit, model: 'estimator', says: /a missing value, or a value beside a split/ },
  { ...flights, ...scikit, model: 'missing_words', says: /fillna\(''\)/ },
  { ...wine, ...scikit, model: 'own_class', says: /put it into a module of its own/ },
  { ...wine, ...scikit, model: 'half', says: /the model cannot be read/ },
  {
    ...wine,
    ...scikit,
    model: 'booleans',
    says: /the model knows the classes false, true, and cultivar holds first, second, third/,
  },
  { ...wine, ...tensorflow, model: 'logits', says: /no probabilities[\s\S]*softmax/ },
  {
    ...wine,
    ...scikit,
    model: 'estimator',
    python: 'tensorflow',
    says: /sklearn is not installed in \S+[\s\S]*-m pip install scikit-learn/,
  },
]

describe('refused, in one clear error', () => {
  for (const { says, python, ...asked } of refused) {
    test(`${asked.model} of ${asked.table}${python ? ` by the Python of ${python}` : ''}`, {
      skip: absent(asked.framework) || (python && absent(python)),
      timeout: 120_000,
    }, async (t) => {
      const more = python && `  python: ${pythonOf(python)}`
      const { cwd, code, output } = await train(t, { ...asked, more })
      assert.equal(code, 2, output)
      assert.match(output, says)
      assert.equal(existsSync(path.join(cwd, '.trainyard/train')), false)
    })
  }
})

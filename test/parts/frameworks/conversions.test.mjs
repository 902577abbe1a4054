// Models in the forms of their frameworks, converted by the user's Python and compared with the original.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { absent, cache, document, project, pythonOf, trainyard } from './support.mjs'

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
  { ...weather, ...scikit, model: 'xgboost_ranks', measure: 'relative' },
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

const unequal = [
  { ...flights, ...scikit, model: 'categorical', cause: /leave categorical_features out/ },
  { ...weather, ...scikit, model: 'scaled_trees', cause: /Trees need no scaling/ },
  { ...penguins, ...scikit, model: 'estimator', cause: /a missing value, or a value beside a split/ },
  { ...flights, ...scikit, model: 'missing_words', cause: /fillna\(''\)/ },
]

describe('converted, and not equal to the original: the run is kept, and there is no model', () => {
  for (const { cause, ...asked } of unequal) {
    test(`${asked.model} of ${asked.table}`, { skip: absent(asked.framework), timeout: 120_000 }, async (t) => {
      const { cwd, code, output } = await train(t, asked)
      assert.equal(code, 1, output)
      assert.match(
        output,
        /model\.onnx answers \d+ of \d+ rows of the test share otherwise than model\.[\s\S]*row \d+ {2}[\d.]+/,
      )
      assert.equal(existsSync(path.join(cwd, '.trainyard/train/model')), false)
      const { verdict, parity, model, tracked } = await document(cwd, 'train/run.json')
      assert.equal(verdict, 'fail')
      assert.equal(model, undefined)
      assert.equal(parity.worst.length, Math.min(5, parity.differing))
      assert.match(parity.cause, cause)
      const page = await readFile(path.join(cwd, '.trainyard/train/report.html'), 'utf8')
      assert.match(page, /Not equal to the original/)
      const shown = await trainyard(['runs', 'show', tracked.run], { cwd, framework: asked.framework })
      assert.match(shown.output, /status +failed, model\.onnx answers/)
      const next = await trainyard(['evaluate'], { cwd, framework: asked.framework })
      assert.equal(next.code, 2, next.output)
    })
  }
})

const refused = [
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

/** Packages of converters that Python is made not to find. */
const without = [
  {
    ...wine,
    ...scikit,
    model: 'estimator',
    hidden: 'skl2onnx onnx',
    says: /skl2onnx is not installed[\s\S]*pip install 'skl2onnx/,
  },
  { ...wine, ...scikit, model: 'xgboost_classes', hidden: 'onnxmltools onnx', says: /onnxmltools is not installed/ },
  {
    ...weather,
    ...scikit,
    model: 'pipeline_with_booster',
    hidden: 'onnxmltools',
    says: /onnxmltools is not installed/,
  },
  { ...weather, ...tensorflow, model: 'savedmodel', hidden: 'tf2onnx onnx', says: /tf2onnx is not installed/ },
]

describe('without the converter, the error says what to install', () => {
  for (const { hidden, says, ...asked } of without) {
    test(`${asked.model} without ${hidden}`, { skip: absent(asked.framework), timeout: 120_000 }, async (t) => {
      const folder = fileURLToPath(new URL('hidden', import.meta.url))
      const { code, output } = await train(t, { ...asked, env: { PYTHONPATH: folder, PYTHON_HIDDEN: hidden } })
      assert.equal(code, 2, output)
      assert.match(output, says)
      assert.doesNotMatch(output, /Traceback/)
    })
  }
})

const twice = [
  { model: 'imputed', code: 0, result: 'bit-equal' },
  { model: 'trembling', code: 0, result: 'prediction-equal', says: /greatest difference [1-9]\S*e-\d+ in \d+ rows/ },
  { model: 'erratic', code: 1, result: 'different', says: /\d+ of \d+ rows differ/ },
]

const older = path.join(cache, 'trainyard-ci/joblib-1.5.2')

describe('trained again', () => {
  for (const { model, code: expected, result, says = /./ } of twice) {
    test(`${model} is ${result}`, { skip: absent('scikit-learn'), timeout: 120_000 }, async (t) => {
      const { cwd } = await train(t, { ...wine, ...scikit, model })
      const { code, output } = await trainyard(['train', 'reproduce', 'latest'], { cwd, ...scikit })
      assert.equal(code, expected, output)
      assert.match(output, new RegExp(`trained again: ${result}`))
      assert.match(output, says)
    })
  }

  test('with another version of a library and more threads: what differs is named', {
    skip: absent('scikit-learn') || (!existsSync(older) && 'not installed: joblib 1.5.2'),
    timeout: 120_000,
  }, async (t) => {
    const cwd = await project(t, { ...wine, model: 'erratic' })
    const first = await trainyard(['train'], { cwd, ...scikit, under: ['taskset', '-c', '0'] })
    assert.equal(first.code, 0, first.output)
    const env = { PYTHONPATH: older }
    const { code, output } = await trainyard(['train', 'reproduce', 'latest'], { cwd, ...scikit, env })
    assert.equal(code, 1, output)
    assert.match(output, /trained again: different/)
    assert.match(output, /differs: packages\.joblib: 1\.6\.0 → 1\.5\.2/)
    if (availableParallelism() > 1) assert.match(output, /differs: threads: 1 → \d+/)
    assert.doesNotMatch(output, /nothing that is known differs/)
  })
})

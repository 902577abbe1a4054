import { describe, expect, test } from '@jest/globals'
import type { ModelDocument, Signature } from '@trainyard/evidence'
import { answeredOutputs, outputTensors, plainPredictions } from './answers.ts'
import { joinPredictions, slicePredictions } from './batches.ts'
import { loggedRows } from './logged.ts'

/** Of two rows: news alone, and both. */
const answers = {
  rows: 2,
  indicators: Uint8Array.of(1, 0, 1, 1),
  probabilities: Float64Array.of(0.75, 0.25, 0.5, 1),
}
const scores = { name: 'p', type: 'float32', shape: [-1, 2] } as const
const several: Signature = {
  task: 'multilabel',
  inputs: [{ name: 'x', type: 'float32', shape: [-1, 1] }],
  outputs: [{ name: 'label', type: 'int64', shape: [-1] }, scores],
  prediction: 'label',
  probabilities: 'p',
  classes: ['news', 'sport'],
}

describe('of several labels a row', () => {
  test.each<[string, Signature, readonly [string, string][]]>([
    [
      'labels and probabilities',
      several,
      [
        ['label', 'INT64'],
        ['p', 'FP32'],
      ],
    ],
    [
      'an output for each label',
      {
        task: 'multilabel',
        inputs: [],
        outputs: [
          { name: 'a', type: 'float64', shape: [-1, 1] },
          { name: 'b', type: 'float64', shape: [-1, 1] },
        ],
        perLabel: ['a', 'b'],
        classes: ['news', 'sport'],
      },
      [
        ['label', 'INT64'],
        ['probabilities', 'FP64'],
      ],
    ],
    ['labels alone', { ...several, outputs: several.outputs.slice(0, 1) }, [['label', 'INT64']]],
  ])('a model that gives %s answers with matrices', (_, signature, outputs) => {
    expect(answeredOutputs(signature).map(({ shape }) => shape)).toEqual(outputs.map(() => [-1, 2]))
    expect(outputTensors(signature, answers)).toEqual(
      outputs.map(([name, datatype], at) => ({
        name,
        datatype,
        shape: [2, 2],
        data: at === 0 ? [1, 0, 1, 1] : [0.75, 0.25, 0.5, 1],
      })),
    )
  })

  test('MLflow’s form is an object a row', () => {
    expect(plainPredictions(several, answers)).toEqual([
      { news: 1, sport: 0 },
      { news: 1, sport: 1 },
    ])
  })

  test('the log names the labels that a row has', () => {
    const document = { sha256: 'm', signature: several } as ModelDocument
    const batch = { rows: 2, columns: new Map() }
    const rows = loggedRows({ batch, predictions: answers, id: 'r', columns: [], document, time: 't' })
    expect(rows.map(({ label, labels, probabilities }) => ({ label, labels, probabilities }))).toEqual([
      { label: null, labels: ['news'], probabilities: { news: 0.75, sport: 0.25 } },
      { label: null, labels: ['news', 'sport'], probabilities: { news: 0.5, sport: 1 } },
    ])
  })

  test('the parts of a batch are together what it was', () => {
    expect(joinPredictions([slicePredictions(answers, 0, 1), slicePredictions(answers, 1, 2)])).toEqual(answers)
  })
})

import { expect, test } from '@jest/globals'
import type { Dataset } from '@trainyard/dataset'
import type { ColumnDocument, Signature } from '@trainyard/evidence'
import type { Predictions, Predictor } from '@trainyard/model'
import type { Batch, ColumnValues } from '@trainyard/ports'
import { type PredictRequest, predictDataset } from './predict.ts'

const table: Readonly<Record<string, readonly [ColumnDocument['type'], ColumnValues]>> = {
  bill: ['number', Float64Array.of(1, 2, 3, 4)],
  mass: ['number', Float64Array.of(10, 20, 30, 40)],
  name: ['string', ['n1', 'n2', 'n3', 'n4']],
  species: ['string', ['Adelie', 'Gentoo', 'Adelie', 'Gentoo']],
}

const labels: typeof table = {
  ...table,
  news: ['integer', Float64Array.of(1, 0, 1, 0)],
  sport: ['boolean', Float64Array.of(0, 0, 1, 1)],
}

const log = { progress: () => undefined }
const perColumn: Signature = {
  task: 'classification',
  inputs: [{ name: 'bill', type: 'float32', shape: [-1, 1] }],
  outputs: [],
  classes: ['Adelie', 'Gentoo'],
}

test('answers of all batches are put together, with ids and labels', async () => {
  const predictor = classifier(perColumn, [0.9, 0.1])
  const result = await predictDataset(request({ predictor, id: 'name' }))
  expect(result).toMatchObject({ rows: 4, classes: ['Adelie', 'Gentoo'] })
  expect([...result.ids]).toEqual(['n1', 'n2', 'n3', 'n4'])
  expect([...result.labels]).toEqual([0, 1, 0, 1])
  expect([...result.predictions]).toEqual([0, 0, 0, 0])
})

test('the champion’s probabilities are put into the order of the model’s classes', async () => {
  const champion = classifier({ ...perColumn, classes: ['Gentoo', 'Adelie'] }, [0.2, 0.8])
  const result = await predictDataset(request({ predictor: classifier(perColumn, [0.9, 0.1]), champion }))
  expect([...(result.champion?.probabilities ?? [])].slice(0, 2)).toEqual([0.8, 0.2])
  expect([...(result.champion?.predictions ?? [])]).toEqual([0, 0, 0, 0])
})

test('a matrix whose columns nobody named gets the features alone: never the label, never the id', async () => {
  const seen = new Set<string>()
  const matrix: Signature = { ...perColumn, inputs: [{ name: 'float_input', type: 'float32', shape: [-1, -1] }] }
  const predictor = classifier(matrix, [0.9, 0.1], seen)
  await predictDataset(request({ predictor, id: 'name' }))
  expect([...seen]).toEqual(['bill', 'mass'])
})

test.each([
  [{ inputs: [{ name: 'beak', type: 'float32', shape: [-1, 1] }] }, {}, 'no column beak'],
  [{}, { target: 'kind' }, 'no column kind'],
  [{ classes: ['Adelie', 'Chinstrap'] }, {}, "a row has the label 'Gentoo', which is none of the model's classes"],
  [{ task: 'regression' }, {}, 'is not a finite number'],
] as const)('%j, %j is refused', async (signature, more, message) => {
  const predictor = classifier({ ...perColumn, ...signature }, [0.9, 0.1])
  await expect(predictDataset(request({ predictor, ...more }))).rejects.toThrow(message)
})

const reads = (...names: readonly string[]): Signature => ({
  ...perColumn,
  inputs: names.map((name) => ({ name, type: 'float32', shape: [-1, 1] })),
})

test.each([
  ['fewer features', ['bill', 'mass'], ['bill']],
  ['more features', ['bill'], ['bill', 'mass']],
  ['another one in the place of one', ['bill'], ['mass']],
])('a champion of %s is asked for its own columns, as long as the data has them', async (_, own, champions) => {
  const [asked, rival] = [new Set<string>(), new Set<string>()]
  const predictor = classifier(reads(...own), [0.9, 0.1], asked)
  const champion = classifier(reads(...champions), [0.2, 0.8], rival)
  const result = await predictDataset(request({ predictor, champion }))
  expect([[...asked], [...rival]]).toEqual([own, champions])
  expect([...result.predictions, ...(result.champion?.predictions ?? [])]).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
})

test.each([
  ['a feature that was removed', reads('bill', 'beak'), 'the champion reads beak, which the data does not have'],
  ['a feature that was renamed', reads('bill_mm'), 'the champion reads bill_mm, which the data does not have'],
  ['another task', { ...reads('bill'), task: 'regression' as const }, 'the champion answers something else'],
])('a champion of %s is refused, and the error names it', async (_, signature, message) => {
  const asked = request({ predictor: classifier(perColumn, [0.9, 0.1]), champion: classifier(signature, [0.9, 0.1]) })
  await expect(predictDataset(asked)).rejects.toThrow(message)
})

test('a champion with other classes is refused', async () => {
  const champion = classifier({ ...perColumn, classes: ['Adelie', 'Chinstrap'] }, [0.9, 0.1])
  const asked = predictDataset(request({ predictor: classifier(perColumn, [0.9, 0.1]), champion }))
  await expect(asked).rejects.toThrow('the champion answers something else')
})

function request(more: Pick<PredictRequest, 'predictor'> & Partial<PredictRequest>): PredictRequest {
  return { dataset: dataset(), split: 'all', target: 'species', log, ...more }
}

/** A model that gives the same probabilities to every row, and notes the columns that reach it. */
function classifier(signature: Signature, share: readonly number[], seen = new Set<string>()): Predictor {
  const answers = ({ rows, columns }: Batch): Predictions => {
    for (const name of columns.keys()) seen.add(name)
    if (signature.task === 'regression') return { rows, values: new Float64Array(rows) }
    const most = signature.classes?.[share.indexOf(Math.max(...share))] ?? ''
    const probabilities = Float64Array.from(Array.from({ length: rows }, () => share).flat())
    return { rows, labels: new Array<string>(rows).fill(most), probabilities }
  }
  return { signature, predict: async (batch) => answers(batch), close: async () => undefined }
}

/** The table above in two batches. */
function dataset(of = table): Dataset {
  const columns = Object.entries(of).map(([name, [type]]): ColumnDocument => {
    return { name, type, role: 'feature', missing: 0 }
  })
  const refused = async () => {
    throw new Error('only batches are read here')
  }
  return {
    files: [],
    rows: 4,
    columns,
    split: {
      method: 'files',
      seed: 0,
      shares: { train: 0, validation: 0, test: 1 },
      rows: { train: 0, validation: 0, test: 4 },
      sha256: '',
    },
    sha256: '',
    engine: {
      folder: '',
      all: refused,
      run: refused,
      stream: () => batches([], of),
      select: refused,
      beside: refused,
      close: async () => undefined,
    },
    table: { text: 'unused' } as Dataset['table'],
    only: () => ({ text: 'unused' }) as Dataset['table'],
    some: () => ({ rows: { text: 'unused' } as Dataset['table'], count: 0 }),
    batches: (_, names) => batches(names, of),
    rowNumbers: async () => Float64Array.of(1, 2, 3, 4),
    close: async () => undefined,
  }
}

async function* batches(names: readonly string[], of: typeof table): AsyncIterable<Batch> {
  for (const from of [0, 2]) {
    const cut = (name: string): ColumnValues => of[name]?.[1].slice(from, from + 2) ?? []
    yield { rows: 2, columns: new Map(names.map((name) => [name, cut(name)])) }
  }
}

test('weights and groups are taken beside the answers, and never reach the model', async () => {
  const seen = new Set<string>()
  const predictor = classifier(perColumn, [0.9, 0.1], seen)
  const result = await predictDataset(request({ predictor, weight: 'mass', group: 'species' }))
  expect([...(result.weight?.values ?? [])]).toEqual([10, 20, 30, 40])
  expect([...(result.group?.values ?? [])]).toEqual([0, 1, 0, 1])
  expect([...seen]).toEqual(['bill'])
})

/** Answers news with 0.9 to every row, and sport with 0.2. */
function tagger(names: readonly string[] = ['news', 'sport'], seen = new Set<string>()): Predictor {
  const signature: Signature = { ...perColumn, task: 'multilabel', classes: names }
  const share = names.map((name) => (name === 'news' ? 0.9 : 0.2))
  const predict = async ({ rows, columns }: Batch): Promise<Predictions> => {
    for (const name of columns.keys()) seen.add(name)
    const probabilities = Float64Array.from(Array.from({ length: rows }, () => share).flat())
    return { rows, probabilities, indicators: Uint8Array.from(probabilities, (p) => (p >= 0.5 ? 1 : 0)) }
  }
  return { signature, predict, close: async () => undefined }
}

test('several labels a row: a number for each, in the order of the model’s; the champion’s are put into it', async () => {
  const asked = { dataset: dataset(labels), target: ['sport', 'news'] }
  const result = await predictDataset(
    request({ ...asked, predictor: tagger(), champion: tagger(['sport', 'news']), slices: ['species'] }),
  )
  expect(result).toMatchObject({ task: 'multilabel', rows: 4, classes: ['news', 'sport'] })
  expect([...result.labels]).toEqual([1, 0, 0, 0, 1, 1, 0, 1])
  expect([...result.predictions]).toEqual([1, 0, 1, 0, 1, 0, 1, 0])
  expect([...(result.champion?.predictions ?? [])]).toEqual([...result.predictions])
  expect([...(result.champion?.probabilities ?? [])].slice(0, 2)).toEqual([0.9, 0.2])
})

test('a matrix whose columns nobody named gets none of the labels', async () => {
  const seen = new Set<string>()
  const predictor = tagger(['news', 'sport'], seen)
  const signature: Signature = { ...predictor.signature, inputs: [{ name: 'X', type: 'float32', shape: [-1, -1] }] }
  await predictDataset(
    request({ dataset: dataset(labels), target: ['news', 'sport'], predictor: { ...predictor, signature } }),
  )
  expect([...seen]).toEqual(['bill', 'mass', 'name', 'species'])
})

test.each<[string, Predictor, PredictRequest['target'], string]>([
  ['one column', tagger(), 'news', 'the model answers the labels news, sport, and the target is news'],
  ['other columns', tagger(), ['news', 'species'], 'the target is news, species'],
  ['no 0 and 1', tagger(['news', 'mass']), ['news', 'mass'], 'mass of row 1 is neither 0 nor 1'],
  ['several columns', classifier(perColumn, [0.9, 0.1]), ['news', 'sport'], 'the model answers one label a row'],
])('%s for what a model does not answer: refused', async (_, predictor, target, message) => {
  await expect(predictDataset(request({ dataset: dataset(labels), target, predictor }))).rejects.toThrow(message)
})

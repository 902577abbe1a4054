import type { CategoryEncoding, ColumnEncoding, NumericEncoding } from './encoding.ts'
import type { Piece } from './piece.ts'

/** `TensorProto.DataType` of the ONNX format. */
const FLOAT = 1

/**
 * The nodes that turn raw columns into the network's numbers, exactly as `encode` does. Numbers that stand beside each other are
 * one matrix: a node for each of thousands of columns would take ONNX Runtime minutes to load.
 */
export function encoderPieces(encodings: readonly ColumnEncoding[]): readonly Piece[] {
  return neighbours(encodings).map((group, at) =>
    Array.isArray(group) ? numberNodes(group, `/numbers${at}`) : categoryNodes(group, `/column${at}`),
  )
}

/** Numeric encodings that follow each other are put together. */
function neighbours(encodings: readonly ColumnEncoding[]): readonly (CategoryEncoding | NumericEncoding[])[] {
  const groups: (CategoryEncoding | NumericEncoding[])[] = []
  for (const encoding of encodings) {
    const last = groups.at(-1)
    if (encoding.kind === 'category') groups.push(encoding)
    else if (Array.isArray(last)) last.push(encoding)
    else groups.push([encoding])
  }
  return groups
}

function numberNodes(encodings: readonly NumericEncoding[], at: string): Piece {
  const names = encodings.map(({ name }) => name)
  const dims = [encodings.length]
  return {
    nodes: [
      { op: 'Concat', inputs: names, outputs: [`${at}/raw`], attributes: { axis: { int: 1 } } },
      { op: 'IsNaN', inputs: [`${at}/raw`], outputs: [`${at}/missing`] },
      { op: 'Where', inputs: [`${at}/missing`, `${at}/mean`, `${at}/raw`], outputs: [`${at}/filled`] },
      { op: 'Sub', inputs: [`${at}/filled`, `${at}/mean`], outputs: [`${at}/centred`] },
      { op: 'Div', inputs: [`${at}/centred`, `${at}/std`], outputs: [`${at}/scaled`] },
      { op: 'Cast', inputs: [`${at}/scaled`], outputs: [`${at}/out`], attributes: { to: { int: FLOAT } } },
    ],
    constants: {
      [`${at}/mean`]: { type: 'float64', dims, values: encodings.map(({ mean }) => mean) },
      [`${at}/std`]: { type: 'float64', dims, values: encodings.map(({ std }) => std) },
    },
    output: `${at}/out`,
  }
}

/** The empty text stands for a missing value and becomes the most frequent category, which is the first. */
function categoryNodes({ name, categories }: CategoryEncoding, at: string): Piece {
  const known = categories.filter((category) => category !== '')
  const keys = [...known, '']
  const indices = [...known.map((category) => categories.indexOf(category)), 0]
  return {
    nodes: [
      {
        op: 'LabelEncoder',
        domain: 'ai.onnx.ml',
        inputs: [name],
        outputs: [`${at}/index`],
        attributes: { keys_strings: { texts: keys }, values_int64s: { ints: indices }, default_int64: { int: -1 } },
      },
      {
        op: 'OneHotEncoder',
        domain: 'ai.onnx.ml',
        inputs: [`${at}/index`],
        outputs: [`${at}/hot`],
        attributes: { cats_int64s: { ints: categories.map((_, index) => index) }, zeros: { int: 1 } },
      },
      { op: 'Reshape', inputs: [`${at}/hot`, `${at}/shape`], outputs: [`${at}/out`] },
    ],
    constants: { [`${at}/shape`]: { type: 'int64', dims: [2], values: [-1, categories.length] } },
    output: `${at}/out`,
  }
}

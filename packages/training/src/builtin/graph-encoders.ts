import type { CategoryEncoding, ColumnEncoding, NumericEncoding } from './encoding.ts'
import type { Piece } from './piece.ts'

/** `TensorProto.DataType` of the ONNX format. */
const FLOAT = 1

/** The nodes that turn one raw column into the network's numbers, exactly as `encode` does. */
export function encoderNodes(encoding: ColumnEncoding, at: number): Piece {
  return encoding.kind === 'numeric' ? numberNodes(encoding, `/column${at}`) : categoryNodes(encoding, `/column${at}`)
}

function numberNodes({ name, mean, std }: NumericEncoding, at: string): Piece {
  return {
    nodes: [
      { op: 'IsNaN', inputs: [name], outputs: [`${at}/missing`] },
      { op: 'Where', inputs: [`${at}/missing`, `${at}/mean`, name], outputs: [`${at}/filled`] },
      { op: 'Sub', inputs: [`${at}/filled`, `${at}/mean`], outputs: [`${at}/centred`] },
      { op: 'Div', inputs: [`${at}/centred`, `${at}/std`], outputs: [`${at}/scaled`] },
      { op: 'Cast', inputs: [`${at}/scaled`], outputs: [`${at}/out`], attributes: { to: { int: FLOAT } } },
    ],
    constants: {
      [`${at}/mean`]: { type: 'float64', dims: [1], values: [mean] },
      [`${at}/std`]: { type: 'float64', dims: [1], values: [std] },
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

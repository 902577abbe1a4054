// Models whose truth is known. Each draws the table of one test set.

/** Draws that are true with a given chance. */
export const uniform = (random) => (chance) => random() < chance

/** Normal draws (Box and Muller). */
export const normals = (random) => () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const atLeast = ({ estimate, bound }) => estimate >= bound
const atMost = ({ estimate, bound }) => estimate <= bound
const notLower = ({ estimate, champion }) => estimate >= champion

function classes(rows, isRight, champion) {
  const labels = Float64Array.from({ length: rows }, (_, row) => row % 2)
  const answers = (right) => labels.map((label, row) => (right(row) ? label : 1 - label))
  const predictions = answers(isRight)
  const ids = Array.from(labels, (_, row) => String(row + 1))
  const table = { task: 'classification', rows, ids, classes: ['no', 'yes'], labels, predictions }
  return champion ? { ...table, champion: { predictions: answers(champion) } } : table
}

const floor = (gate, rows, accuracy, should) => ({
  gate,
  rows,
  truth: `${gate.split(' ')[0]} ${accuracy}`,
  should,
  point: atLeast,
  draw: (happens) => classes(rows, () => happens(accuracy)),
})

/** A tenth of the rows is answered rightly by one of the two only; `loss` is champion minus candidate. */
const paired = (margin, rows, loss, should) => ({
  gate: `accuracy >= champion - ${margin}`,
  rows,
  truth:
    loss === 0
      ? 'equal to the champion'
      : `${(100 * Math.abs(loss)).toFixed(1)} points ${loss > 0 ? 'worse' : 'better'}`,
  should,
  point: notLower,
  draw: (happens) => {
    const onlyChampion = (0.1 + loss) / 2
    const rowsOf = Array.from({ length: rows }, () => {
      if (happens(onlyChampion)) return 'champion'
      return happens((0.1 - onlyChampion) / (1 - onlyChampion)) ? 'candidate' : happens(0.9) ? 'both' : 'none'
    })
    const right = (who) => (row) => rowsOf[row] === who || rowsOf[row] === 'both'
    return classes(rows, right('candidate'), right('champion'))
  },
})

const ceiling = (rows, rmse, should) => ({
  gate: 'rmse <= 1',
  rows,
  truth: `rmse ${rmse}`,
  should,
  point: atMost,
  draw: (_, normal) => {
    const labels = Float64Array.from({ length: rows }, () => 10 + 5 * normal())
    const predictions = labels.map((label) => label + rmse * normal())
    const ids = Array.from(labels, (_, row) => String(row + 1))
    return { task: 'regression', rows, ids, classes: [], labels, predictions }
  },
})

export const scenarios = [
  floor('accuracy >= 0.90', 100, 0.9, 'at most 5 %'),
  floor('accuracy >= 0.90', 400, 0.9, 'at most 5 %'),
  floor('accuracy >= 0.90', 400, 0.88, 'at most 5 %'),
  floor('accuracy >= 0.90', 400, 0.93, 'pass'),
  floor('accuracy >= 0.90', 400, 0.96, 'pass'),
  floor('f1_macro >= 0.90', 400, 0.9, 'at most 5 %'),
  floor('f1_macro >= 0.90', 400, 0.96, 'pass'),
  paired(0.02, 2200, 0, 'pass'),
  paired(0.02, 2200, 0.02, 'at most 5 %'),
  paired(0.02, 2200, 0.03, 'at most 5 %'),
  paired(0.01, 9000, 0, 'pass'),
  paired(0.01, 9000, 0.01, 'at most 5 %'),
  ceiling(150, 1, 'at most 5 %'),
  ceiling(150, 0.85, 'pass'),
]

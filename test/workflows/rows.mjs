// Changes of the example's rows that a pipeline must notice.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The labels of the rows in another order: a model can be trained on them, and knows nothing. */
export function shuffleLabels(folder) {
  changeRows(folder, (rows) => rows.map(([, ...rest], at) => [rows[(at * 101 + 7) % rows.length][0], ...rest]))
}

/** Every penguin is of the same species: there is nothing to learn. */
export function corrupt(folder) {
  changeRows(folder, (rows) => rows.map(([, ...rest]) => ['the same', ...rest]))
}

function changeRows(folder, change) {
  const file = path.join(folder, 'data/penguins.csv')
  const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  const changed = change(rows.map((row) => row.split(',')))
  writeFileSync(file, `${[header, ...changed.map((row) => row.join(','))].join('\n')}\n`)
}

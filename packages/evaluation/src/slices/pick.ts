import type { Answers } from '@trainyard/metrics'
import { answerWidth, pickRows } from '@trainyard/predictions'

/** The answers to some of the rows. */
export function pick(answers: Answers, rows: Uint32Array): Answers {
  const { task, classes, labels, predictions, probabilities, weights, groups, order, columns, custom } = answers
  const width = answerWidth(answers)
  return {
    task,
    rows: rows.length,
    classes,
    labels: pickRows(labels, width, rows),
    predictions: pickRows(predictions, width, rows),
    ...(probabilities && { probabilities: pickRows(probabilities, classes.length, rows) }),
    ...(custom && { custom: pickCustom(custom, rows) }),
    ...(weights && { weights: pickRows(weights, 1, rows) }),
    ...(groups && { groups: renumbered(rows, groups) }),
    ...(order && { order: rows.map((row) => order[row] ?? 0) }),
    ...(columns && { columns: pickColumns(columns, rows) }),
  }
}

/** Values that none of the rows has are no group of theirs. */
function pickColumns(columns: NonNullable<Answers['columns']>, rows: Uint32Array): NonNullable<Answers['columns']> {
  const picked = [...columns].map(([name, { names, numbers }]) => {
    const own = rows.map((row) => numbers[row] ?? 0)
    const seen = [...new Set(own)]
    const places = new Map(seen.map((number, at) => [number, at]))
    const named = {
      names: seen.map((number) => names[number] ?? null),
      numbers: own.map((one) => places.get(one) ?? 0),
    }
    return [name, named] as const
  })
  return new Map(picked)
}

/** What is known of all rows together is not known of some of them. */
function pickCustom({ rows: columns }: NonNullable<Answers['custom']>, rows: Uint32Array) {
  return { rows: new Map([...columns].map(([name, values]) => [name, pickRows(values, 1, rows)])), whole: new Map() }
}

/** Groups of some rows alone, numbered from 0 on. */
function renumbered(rows: Uint32Array, groups: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>()
  return rows.map((row) => {
    const group = groups[row] ?? 0
    const number = numbers.get(group) ?? numbers.size
    numbers.set(group, number)
    return number
  })
}

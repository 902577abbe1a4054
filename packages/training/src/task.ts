import type { ColumnType, Task } from '@trainyard/evidence'

/** Whole numbers with more distinct values than this are quantities, not classes. scikit-learn's users choose an estimator; here the target decides. */
const MOST_INTEGER_CLASSES = 20

/** What a target asks for: text and true/false are classes, and so are a few whole numbers; all else is a quantity. */
export function taskOf(type: ColumnType, distinct: number): Task {
  if (type === 'string' || type === 'boolean') return 'classification'
  return type === 'integer' && distinct <= MOST_INTEGER_CLASSES ? 'classification' : 'regression'
}

/** A label as text: numbers as they are written, true and false as words. */
export function labelText(type: ColumnType, value: string | number | null | undefined): string {
  if (type === 'boolean') return value === 1 ? 'true' : 'false'
  return String(value ?? '')
}

/** Classes in their order: numbers by size, text by code point, as scikit-learn sorts them. */
export function sortedClasses(type: ColumnType, labels: Iterable<string>): string[] {
  const distinct = [...new Set(labels)]
  return type === 'integer' || type === 'number' ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort()
}

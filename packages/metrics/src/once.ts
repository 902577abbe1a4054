import type { Answers } from './types.ts'

/** Makes something of answers and a class once, however many metrics ask for it; it is kept as long as the answers are. */
export function oncePerClass<T extends object>(
  make: (answers: Answers, classIndex: number) => T,
): (answers: Answers, classIndex: number) => T {
  const made = new WeakMap<Answers, Map<number, T>>()
  return (answers, classIndex) => {
    const known = made.get(answers) ?? new Map<number, T>()
    made.set(answers, known)
    const found = known.get(classIndex) ?? make(answers, classIndex)
    known.set(classIndex, found)
    return found
  }
}

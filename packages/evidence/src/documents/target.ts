/** Column to predict; of several labels a row, a column of 0 and 1 for each. */
export type Target = string | readonly string[]

/** The columns that a target is made of. */
export function targetColumns(target: Target): readonly string[] {
  return typeof target === 'string' ? [target] : target
}

/** A target as one text: the column's name; of several labels a JSON list of them. */
export function targetText(target: Target): string {
  return typeof target === 'string' ? target : JSON.stringify(target)
}

/** What `targetText` wrote. */
export function parseTarget(text: string): Target {
  if (!text.startsWith('["')) return text
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed.map(String) : text
}

/** One column, or those of several labels; undefined where there is none. */
export function targetOf(names: readonly string[]): Target | undefined {
  return names.length > 1 ? names : names[0]
}

/** A value that can be compared. */
export type Fact = string | number | boolean | null

/** Values by their dotted path, as `dvc metrics diff` and `dvc params diff` name them. */
export type Facts = Readonly<Record<string, Fact>>

/**
 * The values of a metrics file: numbers, texts and truth values; anything else is passed over (dvc/repo/metrics/show.py).
 * A file that is a single value has the empty path.
 */
export function metricFacts(value: unknown): Facts {
  return flat(value, (leaf) => (isMetric(leaf) ? leaf : undefined))
}

/** The values of a parameters file; a list is one value, as JSON. */
export function paramFacts(value: unknown): Facts {
  return flat(value, (leaf) => {
    if (isMetric(leaf) || leaf === null) return leaf
    return leaf === undefined ? undefined : JSON.stringify(leaf)
  })
}

/** The facts at these paths and below them; all where none is named. */
export function factsAt(facts: Facts, paths: readonly string[]): Facts {
  if (paths.length === 0) return facts
  const isNamed = (name: string) => paths.some((path) => name === path || name.startsWith(`${path}.`))
  return Object.fromEntries(Object.entries(facts).filter(([name]) => isNamed(name)))
}

function flat(value: unknown, leafOf: (leaf: unknown) => Fact | undefined): Facts {
  const found: [string, Fact][] = []
  const visit = (inner: unknown, path: string) => {
    if (isMap(inner)) {
      for (const [name, each] of Object.entries(inner)) visit(each, path === '' ? name : `${path}.${name}`)
      return
    }
    const leaf = leafOf(inner)
    if (leaf !== undefined) found.push([path, leaf])
  }
  visit(value, '')
  return Object.fromEntries(found)
}

function isMetric(value: unknown): value is string | number | boolean {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

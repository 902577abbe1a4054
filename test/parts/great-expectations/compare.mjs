// What two results of one expectation differ in.

/**
 * The differences between two lists of results of a case, each with the place where it stands.
 * @returns `{type, key, ours, theirs, kwargs, columns, result_format}` for each
 */
export function differences({ expectations, columns, result_format }, ours, theirs) {
  const found = expectations.flatMap(({ type, kwargs }, index) =>
    between(ours.results[index], theirs.results[index]).map((difference) => {
      return { type, kwargs, columns, result_format, ...difference }
    }),
  )
  if (found.length > 0) return found
  return [
    ...valueDifferences('suite.success', ours.success, theirs.success),
    ...valueDifferences('suite.statistics', ours.statistics, theirs.statistics),
  ].map((difference) => ({ type: 'suite', kwargs: {}, columns, ...difference }))
}

/** The kinds of answer: a result, an exception, or refused before it ran. What follows from another difference is left out. */
function between(ours, theirs) {
  const [our, their] = [kindOf(ours), kindOf(theirs)]
  if (our !== their) return [{ key: 'answer', ours: short(our, ours), theirs: short(their, theirs) }]
  if (our !== 'result') return []
  const uncounted = theirs.result.unexpected_list?.length === longest ? ['partial_unexpected_counts'] : []
  const names = [...order, ...Object.keys(ours.result), ...Object.keys(theirs.result)]
  const keys = [...new Set(names)].filter((name) => !uncounted.includes(name))
  const found = [
    ...keys.flatMap((key) => valueDifferences(key, ...comparable(key, ours.result[key], theirs.result[key]))),
    ...valueDifferences('success', ours.success, theirs.success),
  ]
  return order.includes(found[0]?.key) ? found.slice(0, 1) : found
}

/** Values that they list and count at most. */
const longest = 200

/** What is missing of a set has no order. */
function comparable(key, ours, theirs) {
  if (!Array.isArray(ours) || !Array.isArray(theirs)) return [ours, theirs]
  if (key === 'unexpected_list' && theirs.length === longest) return [ours.slice(0, longest), theirs]
  return key === 'partial_missing_list' ? [ours.toSorted(), theirs.toSorted()] : [ours, theirs]
}

/** Where these differ, all that are behind them do. */
const order = ['element_count', 'missing_count', 'unexpected_count', 'unexpected_list', 'unexpected_index_list']

function kindOf(result) {
  if (result.refused !== undefined) return 'refused'
  return result.raised === undefined ? 'result' : 'raised'
}

function short(kind, result) {
  return kind === 'result' ? `result, success ${result.success}` : `${kind}: ${result[kind]}`
}

function valueDifferences(key, ours, theirs) {
  return same(ours, theirs) ? [] : [{ key, ours, theirs }]
}

/** Numbers within 1e-9 of their size; whole numbers beyond 2^53 are text on one side; times without needless zeros. */
export function same(a, b) {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, index) => same(entry, b[index]))
  if (isObject(a) && isObject(b)) return sameKeys(a, b)
  if (typeof a === 'number' || typeof b === 'number') return sameNumber(a, b)
  return typeof a === 'string' && typeof b === 'string' && canonical(a) === canonical(b)
}

function sameKeys(a, b) {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]))
}

function sameNumber(a, b) {
  const [one, other] = [numberOf(a), numberOf(b)]
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))
}

function numberOf(value) {
  return typeof value === 'number' || /^-?\d{16,}$/.test(value) ? Number(value) : Number.NaN
}

function canonical(text) {
  return /\d\d:\d\d:\d\d\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Random suites for a table: every expectation of our list, its arguments drawn by their names.
import { drawCondition } from './conditions.mjs'

const numeric = ['number', 'integer']
const patterns = [
  '^[A-Z]',
  '\\d+',
  '^$',
  'e',
  '(?i)red',
  '[^\\x00-\\x7F]',
  '^.{3}$',
  '\\.5$',
  '-',
  'a|b',
  '\\s',
  '^(A|B)-\\d{1,2}$',
  '\\bo',
]
const likes = ['%e%', '_', 'A-%', '%', 'red', '__', '%0']
const formats = ['%Y-%m-%d', '%d/%m/%Y', '%Y-%m-%d %H:%M:%S', '%Y%m%d', '%H:%M']
const types = ['int64', 'float64', 'str', 'bool', 'object', 'datetime64', 'INTEGER', 'int', 'float', 'date', 'Decimal']

/** Arguments without which an expectation says too little; the others are left out now and then. */
const optional = new Set([
  ...['min_value', 'max_value', 'strict_min', 'strict_max', 'mostly', 'ignore_row_if', 'match_on', 'exact_match'],
  ...['column_index', 'or_equal', 'strictly', 'ties_okay', 'method', 'multiplier', 'allow_relative_error'],
  ...['bucketize_data', 'internal_weight_holdout', 'tail_weight_holdout', 'parse_strings_as_datetimes'],
])

/** How each argument is drawn. `of` is the column that the expectation looks at. */
const drawers = {
  column: ({ of }) => of?.name ?? 'nowhere',
  column_index: ({ draw, table }) => draw.below(table.columns.length),
  column_A: ({ of }) => of.name,
  column_B: ({ draw, table, of, type }) => partner(draw, table, of, type).name,
  column_list: drawColumnList,
  column_set: ({ draw, table }) => draw.some(mutatedNames(draw, table), 99),
  exact_match: flag,
  value: ({ draw, type, table, of }) => Math.max(0, centre(type, table, of) + draw.pick([0, 0, 1, -1])),
  min_value: (context) => drawBound(context, 'low'),
  max_value: (context) => drawBound(context, 'high'),
  strict_min: flag,
  strict_max: flag,
  mostly: ({ draw }) => draw.below(101) / 100,
  ignore_row_if: ({ draw, type }) => draw.pick(type.includes('pair') ? pairWords : listWords),
  value_set: ({ draw, of }) => [
    ...draw.some(distinct(of), 1 + draw.below(8)),
    ...draw.some(foreign(of), draw.below(2)),
  ],
  value_pairs_set: ({ draw, table, of, kwargs }) => {
    const other = table.columns.find(({ name }) => name === kwargs.column_B)
    return draw.times(1 + draw.below(5), () => [drawValue(draw, of), drawValue(draw, other)])
  },
  regex: ({ draw }) => draw.pick(patterns),
  regex_list: ({ draw }) => draw.some(patterns, 1 + draw.below(3)),
  like_pattern: ({ draw }) => draw.pick(likes),
  like_pattern_list: ({ draw }) => draw.some(likes, 1 + draw.below(3)),
  match_on: ({ draw }) => draw.pick(['any', 'all']),
  strftime_format: ({ draw }) => draw.pick(formats),
  json_schema: ({ draw }) => ({ type: draw.pick(['object', 'array', 'string', 'number']) }),
  type_: ({ draw }) => draw.pick(types),
  type_list: ({ draw }) => draw.some(types, 1 + draw.below(3)),
  threshold: ({ draw }) => draw.pick([0.1, 0.5, 1, 1.5, 2, 3]),
  double_sided: flag,
  method: ({ draw }) => draw.pick(['iqr', 'std']),
  multiplier: ({ draw }) => draw.pick([0.5, 1, 1.5, 3]),
  or_equal: flag,
  strictly: flag,
  ties_okay: flag,
  sum_total: ({ draw, table, kwargs }) => sumOfSomeRow(draw, table, kwargs.column_list),
  quantile_ranges: ({ draw, of }) => {
    const quantiles = draw.some([0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1], 1 + draw.below(3)).sort()
    const ends = quantiles.map(() => [drawValue(draw, of), drawValue(draw, of)].sort((a, b) => a - b))
    return { quantiles, value_ranges: ends.map((pair) => pair.map((end) => (draw.chance(0.1) ? null : end))) }
  },
  allow_relative_error: () => false,
  partition_object: ({ draw, of }) => partitionOf(draw, of),
  bucketize_data: () => true,
  internal_weight_holdout: ({ draw }) => draw.pick([0, 0.01]),
  tail_weight_holdout: ({ draw }) => draw.pick([0, 0.01]),
}

const pairWords = ['both_values_are_missing', 'either_value_is_missing', 'neither']
const listWords = ['all_values_are_missing', 'any_value_is_missing', 'never']
/** Arguments that are not drawn here: those of every expectation, and those that Great Expectations does not have. */
const common = ['escape', 'row_condition', 'condition_parser', 'result_format', 'catch_exceptions', 'batch_id', 'meta']

function flag({ draw }) {
  return draw.chance(0.5)
}

/**
 * A suite of one to six expectations for a table of `{file, rows, columns: [{name, type, values}]}`.
 * @throws Error for an argument that nothing here draws
 */
export function drawSuite(draw, table, members) {
  const expectations = draw.times(1 + draw.below(6), () => drawExpectation(draw, table, draw.pick(members)))
  return { table: table.file, expectations, result_format: drawFormat(draw, table) }
}

function drawExpectation(draw, table, { type, kwargs: names }) {
  const kwargs = {}
  const of = drawColumn(draw, table, type)
  for (const name of names.filter((name) => !common.includes(name))) {
    if (!drawers[name]) throw new Error(`${type}: test/parts/great-expectations/suites.mjs draws no '${name}'`)
    const left = optional.has(name) && draw.chance(0.4)
    if (!left) kwargs[name] = drawers[name]({ draw, table, type, of, kwargs })
  }
  const conditional = !type.startsWith('expect_table_') && type !== 'expect_column_to_exist' && draw.chance(0.2)
  return { type, kwargs: { ...kwargs, ...(conditional && drawCondition(draw, table)) } }
}

function drawFormat(draw, { columns }) {
  const result_format = draw.pick(['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE', 'COMPLETE', 'COMPLETE'])
  const maybe = (share, keys) => (draw.chance(share) ? keys : {})
  return {
    result_format,
    ...maybe(0.2, { partial_unexpected_count: draw.below(5) }),
    ...maybe(0.2, { unexpected_index_column_names: draw.some(columns, 1 + draw.below(2)).map(({ name }) => name) }),
    ...maybe(0.1, { exclude_unexpected_values: true }),
    ...maybe(0.1, { include_unexpected_rows: true }),
    ...maybe(0.1, { return_unexpected_index_query: draw.chance(0.5) }),
  }
}

/** A column that the expectation is about; now and then any column at all. */
function drawColumn(draw, { columns }, type) {
  const wanted = columns.filter((column) => wantedTypes(type)?.includes(column.type) ?? true)
  return draw.pick(wanted.length === 0 || draw.chance(0.03) ? columns : wanted)
}

function wantedTypes(type) {
  if (/mean|median|sum_|stdev|quantile|z_scores|outliers|kl_divergence|_ks_/.test(type)) return numeric
  if (/lengths|regex|like_pattern|strftime|dateutil|json/.test(type)) return ['string']
  return undefined
}

/** The second of a pair: of the same type where there is one. */
function partner(draw, { columns }, of, type) {
  const others = columns.filter((column) => column !== of)
  const same = others.filter((column) => family(column) === family(of))
  return draw.pick(same.length > 0 && (type.includes('greater') || draw.chance(0.8)) ? same : others)
}

function family({ type }) {
  return numeric.includes(type) ? 'numeric' : type
}

function drawColumnList({ draw, table, type, of }) {
  if (type.startsWith('expect_table_')) return mutatedNames(draw, table)
  const wanted = table.columns.filter((column) => (type.includes('sum') ? numeric.includes(column.type) : true))
  const alike = wanted.filter((column) => family(column) === family(of))
  const among = alike.length > 1 && !type.includes('compound') ? alike : wanted
  const chosen = draw.some(among.length > 1 ? among : table.columns, 2 + draw.below(2))
  return chosen.map(({ name }) => name)
}

/** The table's own columns, or with one missing, one more, or two exchanged. */
function mutatedNames(draw, { columns }) {
  const names = columns.map(({ name }) => name)
  const change = draw.below(6)
  if (change === 0) return names.slice(1)
  if (change === 1) return [...names, 'other']
  return change === 2 ? names.toReversed() : names
}

function distinct({ values }) {
  const writable = (value) => (typeof value === 'number' ? Number.isFinite(value) : value !== null)
  return [...new Set(values.filter((value) => writable(value) && typeof value !== 'bigint'))]
}

function foreign({ type }) {
  if (numeric.includes(type)) return [-1, 0, 7.5, 1000]
  return { boolean: [true, false], string: ['zzz', ''], date: ['2000-01-01'] }[type] ?? ['2000-01-01T00:00:00']
}

function drawValue(draw, column) {
  const values = [...distinct(column), ...foreign(column)]
  return draw.pick(values.filter((value) => typeof value !== 'number' || Number.isFinite(value)))
}

/** Where the observed value of an expectation lies, about. */
function centre(type, { rows, columns }, of) {
  if (type.includes('column_count')) return columns.length
  if (type.includes('row_count')) return rows
  if (type.includes('unique_value_count')) return distinct(of).length
  return type.includes('lengths') ? 3 : rows
}

function drawBound({ draw, type, table, of, kwargs }, end) {
  const above = end === 'high' && typeof kwargs.min_value === 'number' ? kwargs.min_value : undefined
  if (type.includes('proportion')) return (above ?? 0) + draw.below(101) / 100
  if (/count|lengths/.test(type)) {
    const bound = centre(type, table, of) + (end === 'low' ? -1 : 1) * (draw.below(4) - 1)
    return Math.max(above ?? 0, bound)
  }
  if (type.includes('kl_divergence')) return above ?? draw.below(3) / 2
  const drawn = drawValue(draw, of)
  const value = typeof drawn === 'boolean' ? Number(drawn) : drawn
  return kwargs.min_value !== undefined && value < kwargs.min_value ? kwargs.min_value : value
}

function sumOfSomeRow(draw, { rows, columns }, names) {
  const row = draw.below(Math.max(rows, 1))
  const values = names.map((name) => Number(columns.find((column) => column.name === name).values[row] ?? 1))
  const sum = values.reduce((all, value) => all + value, 0)
  return Math.abs(sum) < 2 ** 53 ? sum : 1
}

/** Shares of each value, or of bins between the extremes. */
function partitionOf(draw, of) {
  const values = distinct(of).filter((value) => typeof value !== 'number' || Number.isFinite(value))
  if (values.length === 0 || !numeric.includes(of.type) || values.length < 3)
    return { values: ['x', 'y'], weights: [0.5, 0.5] }
  const numbers = values.map(Number).sort((a, b) => a - b)
  const [low, high] = [numbers[0], numbers.at(-1)]
  const bins = [low, low + (high - low) / 3, low + ((high - low) * 2) / 3, high]
  const weights = draw.pick([
    [0.25, 0.5, 0.25],
    [0.2, 0.3, 0.5],
  ])
  return { bins, weights }
}

// The suites, in the form that Great Expectations and Trainyard both read.

const check = (type, kwargs) => ({ type: `expect_${type}`, kwargs })
const columns = ['id', 'amount', 'score', 'age', 'colour', 'email', 'active', 'seen', 'income', 'shop']
const colours = ['red', 'green', 'blue', 'grey', 'black']

/** Rows, columns, types, nulls, ranges, sets, a regular expression, mean, median, distinct values. All hold. */
export const sixteen = suite([
  check('table_row_count_to_be_between', { min_value: 1 }),
  check('table_columns_to_match_ordered_list', { column_list: columns }),
  check('column_values_to_not_be_null', { column: 'id' }),
  check('column_values_to_not_be_null', { column: 'income', mostly: 0.9 }),
  check('column_values_to_be_of_type', { column: 'age', type_: 'int32' }),
  check('column_values_to_be_between', { column: 'amount', min_value: 0, max_value: 1000 }),
  check('column_values_to_be_between', { column: 'age', min_value: 18, max_value: 97 }),
  check('column_values_to_be_in_set', { column: 'colour', value_set: colours }),
  check('column_values_to_match_regex', { column: 'email', regex: '^user\\d+@mail\\.example$' }),
  check('column_value_lengths_to_be_between', { column: 'email', min_value: 10, max_value: 40 }),
  check('column_mean_to_be_between', { column: 'score', min_value: 40, max_value: 60 }),
  check('column_median_to_be_between', { column: 'income', min_value: 40, max_value: 60 }),
  check('column_stdev_to_be_between', { column: 'score', min_value: 20, max_value: 40 }),
  check('column_min_to_be_between', { column: 'amount', min_value: 0, max_value: 1 }),
  check('column_max_to_be_between', { column: 'age', min_value: 90, max_value: 100 }),
  check('column_unique_value_count_to_be_between', { column: 'shop', min_value: 1, max_value: 2000 }),
])

/** The sixteen, then as many more of the same kinds on all columns as are asked for, each with bounds of its own. */
export function suiteFor(checks) {
  const more = []
  for (let step = 1; sixteen.expectations.length + more.length < checks; step += 1) more.push(...variations(step))
  return suite([...sixteen.expectations, ...more].slice(0, checks))
}

function variations(step) {
  return [
    ...columns
      .filter((column) => column !== 'income')
      .map((column) => check('column_values_to_not_be_null', { column, mostly: 1 - step / 100 })),
    ...['amount', 'score', 'age', 'shop'].map((column) =>
      check('column_values_to_be_between', { column, min_value: -step, max_value: 1000 + step }),
    ),
    check('column_values_to_be_in_set', { column: 'colour', value_set: [...colours, `colour ${step}`] }),
    ...(step <= 2
      ? [check('column_values_to_match_regex', { column: 'email', regex: `^user\\d{1,${6 + step}}@` })]
      : []),
    check('column_value_lengths_to_be_between', { column: 'email', min_value: 10 - step, max_value: 40 }),
    ...['mean', 'stdev', 'min', 'max', 'sum'].flatMap((name) =>
      ['amount', 'age'].map((column) =>
        check(`column_${name}_to_be_between`, { column, min_value: 0, max_value: 10 ** (9 + step) }),
      ),
    ),
    check('column_unique_value_count_to_be_between', { column: 'shop', min_value: 1, max_value: 2000 + step }),
  ]
}

/** Two checks for each of twenty columns. */
export const twenty = suite(
  Array.from({ length: 20 }, (_, index) => [
    check('column_values_to_not_be_null', { column: `c${index}` }),
    index < 14
      ? check('column_values_to_be_between', { column: `c${index}`, min_value: 0, max_value: 1000 })
      : check('column_values_to_be_in_set', { column: `c${index}`, value_set: colours }),
  ]).flat(),
)

function suite(expectations) {
  return { name: 'bench', expectations, meta: {} }
}

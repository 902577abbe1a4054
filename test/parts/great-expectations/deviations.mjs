// Where Trainyard differs from Great Expectations on pandas on purpose. docs/reference/expectations.md says the same to users.

const columnsOf = ({ column, column_A, column_B, column_list, row_condition }, columns) =>
  Object.keys(columns).filter(
    (name) =>
      [column, column_A, column_B, ...(column_list ?? [])].includes(name) ||
      (row_condition && JSON.stringify(row_condition).includes(name)),
  )

/** Whether the expectation, or its row condition, looks at a column of such a type. */
const looksAt = ({ kwargs, columns }, pattern) => columnsOf(kwargs, columns).some((name) => pattern.test(columns[name]))

const isText = (bound) => typeof bound === 'string'

/** Each: its name, the reason, and which differences it covers. */
export const deviations = [
  {
    name: 'keys of earlier versions',
    reason:
      'Results keep what 1.2 wrote: counts beside an observed value, distinct values with their counts, empty details',
    covers: ({ key, type, theirs }) =>
      ((theirs === undefined || theirs === null) &&
        ['element_count', 'missing_count', 'missing_percent', 'details'].includes(key)) ||
      (key === 'observed_value' && /distinct_values/.test(type)),
  },
  {
    name: 'types',
    reason:
      'Trainyard has seven types and knows the names that Python, pandas and SQL have for them; pandas has its own',
    covers: ({ type }) => /of_type|type_list|type_to_be/.test(type),
  },
  {
    name: 'lengths of numbers',
    reason: 'A number is as long as its shortest text; pandas writes whole numbers with missing values as 3.0',
    covers: ({ type, ...difference }) =>
      type.includes('lengths') && looksAt(difference, /INT|DOUBLE|FLOAT|DECIMAL|BOOL/),
  },
  {
    name: 'bounds that are text',
    reason: 'Text is ordered too; Great Expectations takes numbers and dates as bounds',
    covers: ({ key, kwargs, theirs }) =>
      key === 'answer' && !theirs.startsWith('result') && (isText(kwargs.min_value) || isText(kwargs.max_value)),
  },
  {
    name: 'decimals',
    reason: 'Decimals are compared and reckoned with as doubles; pandas compares Python decimals with binary fractions',
    covers: (difference) => looksAt(difference, /DECIMAL/),
  },
  {
    name: 'missing values are counted together',
    reason: 'pandas counts each missing value by itself, and where it cannot sort them leaves the counts out',
    covers: ({ key, ours }) => key === 'partial_unexpected_counts' && JSON.stringify(ours).includes('null'),
  },
  {
    name: 'dates in sets',
    reason:
      'Dates and times in a set are compared as such; pandas compares dates with their text, and finds none equal',
    covers: ({ type, ...difference }) => /_set$/.test(type) && looksAt(difference, /DATE|TIME/),
  },
  {
    name: 'answered here',
    reason: 'pandas has no such comparison or difference of these types, and raises an exception',
    covers: ({ key, theirs, ours }) =>
      key === 'answer' &&
      ours.startsWith('result') &&
      /^raised: .*(unsupported operand|not supported|JSON serializable|Invalid comparison|Could not parse|could not convert|must be of type string|Cannot perform reduction|Cannot mask with non-boolean|bad operand type)/.test(
        theirs,
      ),
  },
  {
    name: 'refused before it runs',
    reason: 'Arguments that cannot be are an error of the suite; Great Expectations meets some of them at the data',
    covers: ({ key, theirs, ours }) => key === 'answer' && ours.startsWith('refused') && theirs.startsWith('raised'),
  },
  {
    name: 'no common kind',
    reason:
      'Columns whose values cannot be compared or added are an exception; pandas raises it only where two values meet',
    covers: ({ key, ours, theirs }) =>
      key === 'answer' &&
      /^raised: .*(have no common order|have no sum|needs numbers|numbers are needed|text is needed)/.test(ours) &&
      !theirs.startsWith('refused'),
  },
  {
    name: 'text that is no JSON',
    reason: 'It does not match the schema; Great Expectations raises an exception at the first',
    covers: ({ type, key, theirs }) => /json_schema/.test(type) && key === 'answer' && theirs.startsWith('raised'),
  },
  {
    name: 'names of index columns',
    reason:
      'They are written for every expectation on rows; Great Expectations leaves them out of expect_column_values_to_be_null',
    covers: ({ key, theirs }) => key === 'unexpected_index_column_names' && theirs === undefined,
  },
  {
    name: 'differences that overflow',
    reason:
      'pandas subtracts neighbours in the type of the column, where a difference may not fit or, of booleans, is no number',
    covers: ({ type, ...difference }) =>
      /increasing|decreasing/.test(type) && looksAt(difference, /UTINYINT|BIGINT|BOOLEAN/),
  },
  {
    name: 'single precision',
    reason: 'FLOAT columns are reckoned with in double precision; pandas keeps the precision of the column',
    covers: ({ key, ours, theirs, ...difference }) =>
      key === 'observed_value' && looksAt(difference, /FLOAT/) && Math.abs(ours - theirs) <= 1e-6 * Math.abs(ours),
  },
  {
    name: 'an empty set',
    reason: 'Every value is outside a set of none; newer versions of Great Expectations refuse such a set',
    covers: ({ key, kwargs, theirs }) =>
      key === 'answer' && theirs.startsWith('refused') && kwargs.value_set?.length === 0,
  },
  {
    name: 'the sum of nothing',
    reason: 'As in SQL it is not known, and no bound holds; pandas says 0',
    covers: ({ type, key, kwargs, ours, theirs }) =>
      type.includes('column_sum') &&
      ((ours === null && theirs === 0) ||
        (key === 'success' && !ours && (kwargs.min_value ?? 0) <= 0 && (kwargs.max_value ?? 0) >= 0)),
  },
  {
    name: 'means of dates',
    reason: 'Mean, median, sum and standard deviation are of numbers; pandas has some of them of dates and times',
    covers: ({ type, key, ours, ...difference }) =>
      key === 'answer' &&
      /mean|median|sum|stdev/.test(type) &&
      !ours.startsWith('result') &&
      looksAt(difference, /DATE|TIME/),
  },
  {
    name: 'results that are not written',
    reason: 'Great Expectations refuses some results of its own, and tells of an exception',
    covers: ({ key, theirs }) => key === 'answer' && theirs.startsWith('raised: Invalid result values were found'),
  },
  {
    name: 'the first place',
    reason: 'column_index 0 is the first place; Great Expectations takes it for none given',
    covers: ({ type, kwargs }) => type === 'expect_column_to_exist' && kwargs.column_index === 0,
  },
  {
    name: 'excluded values',
    reason: 'exclude_unexpected_values leaves values out everywhere; Great Expectations writes those of some lists',
    covers: ({ result_format, ours }) => result_format?.exclude_unexpected_values === true && ours === undefined,
  },
]

/** The name of the deviation that a difference belongs to; undefined for one that is not listed. */
export function deviationOf(difference) {
  return deviations.find(({ covers }) => covers(difference))?.name
}

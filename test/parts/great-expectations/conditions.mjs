// Random row conditions, in the dialects that Great Expectations has.
const numeric = ['number', 'integer']

/** The arguments that choose rows, about columns whose names every dialect can write. */
export function drawCondition(draw, { columns }) {
  const usable = columns.filter(({ name, type }) => /^\w+$/.test(name) && [...numeric, 'string'].includes(type))
  if (usable.length === 0) return {}
  const compared = draw.times(1 + draw.below(2), () => drawComparison(draw, draw.pick(usable)))
  return draw.pick([inPandas, inColumns, inJson])(compared)
}

function drawComparison(draw, column) {
  if (draw.chance(0.2)) return { name: column.name, operator: 'notnull' }
  const values = column.values.filter((value) => writable(column.type, value))
  const operator = draw.pick(numeric.includes(column.type) ? ['==', '!=', '<', '<=', '>', '>='] : ['==', '!='])
  return {
    name: column.name,
    operator,
    value: values.length > 0 ? draw.pick(values) : column.type === 'string' ? 'x' : 0,
  }
}

function writable(type, value) {
  return type === 'string' ? /^[A-Za-z]+$/.test(value ?? '') : typeof value === 'number' && Math.abs(value) < 1e9
}

function inPandas(compared) {
  const texts = compared.map(({ name, operator, value }) =>
    operator === 'notnull' ? `${name}.notnull()` : `${name} ${operator} ${JSON.stringify(value)}`,
  )
  return { row_condition: texts.join(' and '), condition_parser: 'pandas' }
}

/** This dialect has one comparison only. */
function inColumns([{ name, operator, value }]) {
  const text =
    operator === 'notnull' ? `col("${name}").notnull()` : `col("${name}") ${operator} ${JSON.stringify(value)}`
  return { row_condition: text, condition_parser: 'great_expectations' }
}

function inJson(compared) {
  const conditions = compared.map(({ name, operator, value }) =>
    operator === 'notnull'
      ? { type: 'nullity', column: { name }, is_null: false }
      : { type: 'comparison', column: { name }, operator, parameter: value },
  )
  const [first] = conditions
  return { row_condition: conditions.length === 1 ? first : { type: 'and', conditions } }
}

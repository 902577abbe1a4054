const brand = Symbol('sql')

/** A piece of SQL that was built by the functions of this file, and so is quoted. */
export interface Sql {
  readonly [brand]: true
  readonly text: string
}

export type SqlScalar = string | number | bigint | boolean | null

/** A query or a part of one: ``sql`SELECT ${identifier(name)} FROM ${table}` ``. Plain scalars become literals. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlScalar)[]): Sql {
  const text = strings.map((fixed, index) => (index === 0 ? fixed : piece(parts[index - 1] ?? null) + fixed))
  return make(text.join(''))
}

/** A quoted name of a table or column. */
export function identifier(name: string): Sql {
  return make(`"${rejectNul(name).replaceAll('"', '""')}"`)
}

/** A quoted constant. Infinities and NaN are kept as DOUBLE. */
export function literal(value: SqlScalar): Sql {
  if (value === null) return make('NULL')
  if (typeof value === 'string') return make(`'${rejectNul(value).replaceAll("'", "''")}'`)
  if (typeof value === 'number' && !Number.isFinite(value)) return make(`'${value}'::DOUBLE`)
  if (typeof value === 'number' && !Number.isInteger(value)) return make(`${value.toExponential()}::DOUBLE`)
  return make(String(value))
}

/** Pieces with a separator between them, `, ` by default. */
export function join(parts: readonly Sql[], separator: ', ' | ' AND ' | ' OR ' | ' UNION ALL ' = ', '): Sql {
  return make(parts.map(({ text }) => text).join(separator))
}

/** A list of constants: `(1, 2, 3)`. */
export function list(values: readonly SqlScalar[]): Sql {
  return make(`(${values.map((value) => literal(value).text).join(', ')})`)
}

/** The quoted names in a piece of SQL, unquoted. */
export function namesIn({ text }: Sql): ReadonlySet<string> {
  const quoted = text.matchAll(/'(?:[^']|'')*'|"((?:[^"]|"")*)"/g)
  return new Set([...quoted].flatMap(([, name]) => (name === undefined ? [] : [name.replaceAll('""', '"')])))
}

/** What a user wrote and the engine's own parser found to be one expression: see condition/. Not for anybody else. */
export function written(expression: string): Sql {
  return make(rejectNul(expression))
}

function piece(part: Sql | SqlScalar): string {
  return part !== null && typeof part === 'object' ? part.text : literal(part).text
}

function make(text: string): Sql {
  return { [brand]: true, text }
}

function rejectNul(text: string): string {
  if (text.includes('\0')) throw new RangeError('SQL text cannot hold a NUL character')
  return text
}

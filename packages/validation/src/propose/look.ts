import { identifier, join, type Sql, type SqlScalar, sql } from '@trainyard/dataset'
import type { ColumnDocument } from '@trainyard/evidence'
import { countIf } from '../kinds/count.ts'
import { type Table, type TableFacts, tableFacts } from '../kinds/table.ts'
import { type Format, formats } from './formats.ts'

/** Text with more distinct values than this is not a category. */
const MOST_CATEGORIES = 50

/** What a column of accepted data holds. */
export interface SeenColumn extends ColumnDocument {
  /** Rows with a value; NaN is none. */
  readonly present: number
  /** No value occurs twice. */
  readonly unique: boolean
  /** Categories and their counts, where there are few enough to list. */
  readonly categories?: readonly Category[]
  /** The format that all of its text has. */
  readonly format?: Format
}

interface Category {
  readonly value: string
  readonly count: number
}

/** Looks at every column that is not ignored: one query over all, then one for each column that may hold categories or be a key. */
export async function lookAt(table: Table): Promise<readonly SeenColumn[]> {
  const facts = tableFacts(table)
  const columns = facts.columns.filter(({ role }) => role !== 'ignore')
  const counts = await countColumns(columns, table, facts)
  const seen: SeenColumn[] = []
  for (const [index, column] of columns.entries())
    seen.push({ ...column, ...(await lookCloser(column, counts[index] ?? noCounts, { table, facts })) })
  return seen
}

interface Counts {
  readonly present: number
  /** About how many values there are: HyperLogLog. */
  readonly distinct: number
  readonly format: Format | undefined
}

const noCounts: Counts = { present: 0, distinct: 0, format: undefined }

async function countColumns(
  columns: readonly ColumnDocument[],
  { engine }: Table,
  { source }: TableFacts,
): Promise<readonly Counts[]> {
  if (columns.length === 0) return []
  const measures = columns.flatMap(({ name, type }, index) => [
    sql`count(${identifier(name)}) AS ${identifier(`present${index}`)}`,
    sql`approx_count_distinct(${identifier(name)}) AS ${identifier(`distinct${index}`)}`,
    ...(type === 'string' ? formats.map((format, at) => matches(name, format, `format${index}_${at}`)) : []),
  ])
  const [row = {}] = await engine.all<Record<string, SqlScalar>>(sql`SELECT ${join(measures)} FROM ${source}`)
  return columns.map((_, index) => {
    const present = Number(row[`present${index}`])
    const format = formats.find((__, at) => present > 0 && Number(row[`format${index}_${at}`]) === present)
    return { present, distinct: Number(row[`distinct${index}`]), format }
  })
}

function matches(column: string, { regex }: Format, name: string): Sql {
  return sql`${countIf(sql`regexp_matches(${identifier(column)}, ${regex})`)} AS ${identifier(name)}`
}

interface Place {
  readonly table: Table
  readonly facts: TableFacts
}

async function lookCloser(
  { name, type, role }: ColumnDocument,
  { present, distinct, format }: Counts,
  place: Place,
): Promise<Pick<SeenColumn, 'present' | 'unique' | 'categories' | 'format'>> {
  const maybeKey = (type === 'string' || type === 'integer') && distinct > present * 0.8
  const unique = maybeKey && (await isUnique(name, place))
  const few = type === 'string' && role !== 'id' && !unique && distinct <= MOST_CATEGORIES * 2
  const categories = few ? await listCategories(name, place) : undefined
  return { present, unique, ...(categories && { categories }), ...(format && { format }) }
}

async function isUnique(name: string, { table, facts }: Place): Promise<boolean> {
  const column = identifier(name)
  const [row] = await table.engine.all<{ unique: boolean }>(
    sql`SELECT count(DISTINCT ${column}) = count(${column}) AS "unique" FROM ${facts.source}`,
  )
  return row?.unique === true
}

async function listCategories(name: string, { table, facts }: Place): Promise<readonly Category[] | undefined> {
  const column = identifier(name)
  const rows = await table.engine.all<Category>(
    sql`SELECT ${column} AS value, count(*) AS count FROM ${facts.source} WHERE ${column} IS NOT NULL
      GROUP BY ${column} ORDER BY value LIMIT ${MOST_CATEGORIES + 1}`,
  )
  return rows.length === 0 || rows.length > MOST_CATEGORIES ? undefined : rows
}

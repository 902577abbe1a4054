import {
  columnsAtOnce,
  countDistinct,
  countValues,
  identifier,
  join,
  type Sql,
  type SqlScalar,
  slices,
  sql,
  type ValueCount,
} from '@trainyard/dataset'
import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import { countIf } from '../kinds/sql/count.ts'
import type { Table } from '../kinds/table.ts'
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
  readonly categories?: readonly ValueCount[]
  /** The format that all of its text has. */
  readonly format?: Format
}

/** Looks at every column that is not ignored: queries over many, then over those that may be keys, or hold categories. */
export async function lookAt(table: Table): Promise<readonly SeenColumn[]> {
  const columns = table.columns.filter(({ role }) => role !== 'ignore')
  const counted: CountedColumn[] = []
  for (const some of slices(columns, columnsAtOnce)) counted.push(...(await countColumns(some, table)))
  const keys = new Set([...(await uniqueOf('string', counted, table)), ...(await uniqueOf('integer', counted, table))])
  const few = counted.filter((column) => isFew(column) && !keys.has(column.name)).map(({ name }) => name)
  const values = await countValues(few, MOST_CATEGORIES + 1, table)
  return counted.map(({ distinct: _, ...column }) => {
    const categories = listed(values.get(column.name))
    return { ...column, unique: keys.has(column.name), ...(categories && { categories }) }
  })
}

interface CountedColumn extends Omit<SeenColumn, 'unique' | 'categories'> {
  /** About how many values there are: HyperLogLog. */
  readonly distinct: number
}

async function countColumns(columns: readonly ColumnDocument[], { engine, only }: Table): Promise<CountedColumn[]> {
  const measures = columns.flatMap(({ name, type }, index) => [
    sql`count(${identifier(name)}) AS ${identifier(`present${index}`)}`,
    sql`approx_count_distinct(${identifier(name)}) AS ${identifier(`distinct${index}`)}`,
    ...(type === 'string' ? formats.map((format, at) => matches(name, format, `format${index}_${at}`)) : []),
  ])
  const source = only(columns.map(({ name }) => name))
  const [row = {}] = await engine.all<Record<string, SqlScalar>>(sql`SELECT ${join(measures)} FROM ${source}`)
  return columns.map((column, index) => {
    const present = Number(row[`present${index}`])
    const format = formats.find((__, at) => present > 0 && Number(row[`format${index}_${at}`]) === present)
    return { ...column, present, distinct: Number(row[`distinct${index}`]), ...(format && { format }) }
  })
}

function matches(column: string, { regex }: Format, name: string): Sql {
  return sql`${countIf(sql`regexp_matches(${identifier(column)}, ${regex})`)} AS ${identifier(name)}`
}

/** Names of the columns of a type in which no value occurs twice. */
async function uniqueOf(type: ColumnType, counted: readonly CountedColumn[], table: Table): Promise<string[]> {
  const asked = counted.filter((column) => column.type === type && column.distinct > column.present * 0.8)
  const names = asked.map(({ name }) => name)
  const distinct = await countDistinct(names, table)
  return names.filter((_, at) => distinct[at] === asked[at]?.present)
}

function isFew({ type, role, distinct }: CountedColumn): boolean {
  return type === 'string' && role !== 'id' && distinct <= MOST_CATEGORIES * 2
}

function listed(values: readonly ValueCount[] = []): readonly ValueCount[] | undefined {
  return values.length === 0 || values.length > MOST_CATEGORIES ? undefined : values
}

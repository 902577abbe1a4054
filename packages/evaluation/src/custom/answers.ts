import path from 'node:path'
import { type Engine, identifier, join, lockEngine, type Sql, sql } from '@trainyard/dataset'
import { type PredictionTable, writePredictions } from '@trainyard/predictions'

/** The rows of a table as the engine has them: `row` numbers them from 0, `unit` what is drawn together. */
export interface AnswerRows {
  readonly engine: Engine
  readonly rows: number
  readonly units: number
  readonly candidate: Side
  readonly champion?: Side
}

/** Columns under the names that expressions call them. */
export interface Side {
  readonly columns: readonly Sql[]
}

/** Puts labels and answers into an engine of their own, which is locked then: nothing else is within reach. */
export async function loadAnswers(table: PredictionTable, engine: Engine): Promise<AnswerRows> {
  const file = path.join(engine.folder, 'answers.parquet')
  await writePredictions(file, table, engine)
  const names = await columnsOf(file, engine)
  const typed = await typedColumns(names, table, file, engine)
  const unit = table.group
    ? sql`dense_rank() OVER (ORDER BY ${identifier(table.group.column)})`
    : sql`row_number() OVER ()`
  await engine.run(sql`CREATE TABLE base AS SELECT ${join(typed)}, row_number() OVER () - 1 AS "row of trainyard",
    ${unit} - 1 AS "unit of trainyard" FROM read_parquet(${file})`)
  await lockEngine(engine)
  const [counted] = await engine.all<{ units: number }>(
    sql`SELECT count(DISTINCT "unit of trainyard") AS units FROM base`,
  )
  return {
    engine,
    rows: table.rows,
    units: Number(counted?.units ?? 0),
    candidate: { columns: sideColumns(names, '') },
    ...(table.champion && { champion: { columns: sideColumns(names, 'champion_') } }),
  }
}

/** Some rows of a side, by their numbers, in order. */
export function someRows({ columns }: Side, from: number, count: number): Sql {
  return sql`(SELECT ${join(columns)} FROM base WHERE "row of trainyard" >= ${from} AND "row of trainyard" < ${from + count}
    ORDER BY "row of trainyard")`
}

/** Some resamples: each of as many units as there are, drawn with replacement by a hash of the seed, the same for both sides. */
export interface Draws {
  readonly from: number
  readonly count: number
  readonly seed: number
}

/** The rows of resamples, with the number of each in a column of its own. */
export function drawnRows({ columns }: Side, units: number, { from, count, seed }: Draws): Sql {
  const unit = sql`(hash(place.number, draw.number, ${seed}) % ${units})::BIGINT`
  return sql`(SELECT ${join(columns)}, drawn.number AS ${identifier(resampleColumn)}
    FROM (SELECT draw.number, ${unit} AS unit FROM range(${from}, ${from + count}) AS draw(number), range(${units}) AS place(number)) AS drawn
    JOIN base ON base."unit of trainyard" = drawn.unit)`
}

export const resampleColumn = 'resample of trainyard'

async function columnsOf(file: string, engine: Engine): Promise<readonly string[]> {
  const rows = await engine.all<{ column_name: string }>(sql`DESCRIBE SELECT * FROM read_parquet(${file})`)
  return rows.map(({ column_name: name }) => name)
}

/** Further columns are text; one whose every value is a number, or true or false, is reckoned with as such. */
async function typedColumns(
  names: readonly string[],
  { slices = new Map() }: PredictionTable,
  file: string,
  engine: Engine,
): Promise<readonly Sql[]> {
  const further = names.filter((name) => slices.has(name))
  const tests = further.flatMap((name, at) => [
    sql`bool_and(TRY_CAST(${identifier(name)} AS DOUBLE) IS NOT NULL) FILTER (WHERE ${identifier(name)} IS NOT NULL) AS ${identifier(`number ${at}`)}`,
    sql`bool_and(${identifier(name)} IN ('true', 'false')) FILTER (WHERE ${identifier(name)} IS NOT NULL) AS ${identifier(`truth ${at}`)}`,
  ])
  const [found = {}] =
    tests.length === 0
      ? []
      : await engine.all<Record<string, boolean | null>>(sql`SELECT ${join(tests)} FROM read_parquet(${file})`)
  return names.map((name) => {
    const at = further.indexOf(name)
    const column = identifier(name)
    if (at >= 0 && found[`number ${at}`]) return sql`${column}::DOUBLE AS ${column}`
    return at >= 0 && found[`truth ${at}`] ? sql`${column}::BOOLEAN AS ${column}` : column
  })
}

/** A side's answers under the plain names; nothing of the other side. */
function sideColumns(names: readonly string[], prefix: '' | 'champion_'): readonly Sql[] {
  return names.flatMap((name) => {
    if (name.startsWith('champion_')) return []
    const own = `${prefix}${name}`
    if (prefix !== '' && names.includes(own)) return [sql`base.${identifier(own)} AS ${identifier(name)}`]
    return prefix !== '' && /^(prediction(_|$)|p_)/.test(name) ? [] : [sql`base.${identifier(name)}`]
  })
}

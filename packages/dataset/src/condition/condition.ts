import { nearest } from '@trainyard/config'
import { errorMessage, FaultError, InputError, type Position } from '@trainyard/ports'
import { identifier, join, list, type Sql, sql, written } from '../sql.ts'
import type { Dataset, Engine } from '../types.ts'
import { type ConditionParts, conditionParts } from './tree.ts'

/** A condition that a user wrote in SQL: which rows it is of. */
export interface Condition {
  readonly text: string
  readonly at: Position
}

/** A condition that is one expression over the columns of a row, and so can stand in a query of ours. */
export interface CheckedCondition extends Condition {
  readonly expression: Sql
  readonly columns: readonly string[]
}

/**
 * Reads conditions with the engine's own parser: each must be one expression over columns of the table, without queries,
 * aggregates, parameters, or functions whose value changes from run to run. The engine is locked once a dataset is open, so
 * that no file and no network is within reach.
 * @throws InputError with every condition that is not
 */
export async function checkConditions(
  conditions: readonly Condition[],
  { engine, columns, only }: Pick<Dataset, 'engine' | 'columns' | 'only'>,
): Promise<readonly CheckedCondition[]> {
  const names = columns.map(({ name }) => name)
  const checked: CheckedCondition[] = []
  const faults: InputError[] = []
  for (const condition of conditions) {
    try {
      const found = await checkCondition(condition, names, engine)
      await expectTruth(found, { engine, only })
      checked.push(found)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      faults.push(error)
    }
  }
  if (faults.length > 0) throw new InputError(faults.flatMap(({ problems }) => problems))
  return checked
}

async function checkCondition(
  condition: Condition,
  names: readonly string[],
  engine: Engine,
): Promise<CheckedCondition> {
  const { text, at } = condition
  const parts = conditionParts(await treeOf(text, engine), await treeOf('true', engine))
  if (typeof parts === 'string') throw new InputError(`'${text}' is no condition: ${parts}`, { at, remedy })
  expectColumns(parts, names, condition)
  await expectSteady(parts, condition, engine)
  const columns = names.filter((name) => parts.columns.some((used) => used.toLowerCase() === name.toLowerCase()))
  return { ...condition, columns, expression: written(`(\n${text}\n)`) }
}

const remedy = 'Write one expression in SQL over columns of the table, such as: hour(started) < 6'

async function treeOf(text: string, engine: Engine): Promise<string> {
  const query = `SELECT (\n${text}\n) AS held FROM data`
  const [row] = await engine.all<{ tree: string }>(sql`SELECT json_serialize_sql(${query})::VARCHAR AS tree`)
  return row?.tree ?? '{}'
}

/** Names differ by case only where the engine, too, tells them apart. */
function expectColumns({ columns }: ConditionParts, names: readonly string[], { text, at }: Condition): void {
  const known = new Set(names.map((name) => name.toLowerCase()))
  const absent = columns.find((name) => !known.has(name.toLowerCase()))
  if (absent === undefined) return
  const near = nearest(absent, names)
  throw new InputError(`'${text}' names the column ${absent}, which the table does not have`, {
    at,
    remedy: `${near === undefined ? '' : `Did you mean ${near}? `}Columns: ${names.join(', ')}.`,
  })
}

/** Whether each function gives the same for the same row, whenever it is asked. */
async function expectSteady({ functions }: ConditionParts, { text, at }: Condition, engine: Engine): Promise<void> {
  if (functions.length === 0) return
  const rows = await engine.all<{ name: string; kind: string; stability: string | null }>(
    sql`SELECT DISTINCT function_name AS name, function_type AS kind, stability FROM duckdb_functions()
      WHERE function_name IN ${list(functions.map((name) => name.toLowerCase()))}`,
  )
  for (const name of functions) {
    const found = rows.filter((row) => row.name === name.toLowerCase())
    const steady = found.every(
      ({ kind, stability }) => kind === 'macro' || (kind === 'scalar' && stability === 'CONSISTENT'),
    )
    if (found.length === 0) throw new InputError(`'${text}': there is no function ${name}`, { at, remedy })
    if (!steady)
      throw new InputError(`'${text}': ${name} is not a function of one row alone, always with the same result`, {
        at,
        remedy,
      })
  }
}

async function expectTruth(
  { text, at, expression, columns }: CheckedCondition,
  { engine, only }: Pick<Dataset, 'engine' | 'only'>,
): Promise<void> {
  const query = sql`DESCRIBE SELECT ${expression} AS held FROM ${only(columns)}`
  const [row] = await engine.all<{ column_type: string }>(query).catch((error: unknown) => {
    if (!(error instanceof FaultError)) throw error
    throw new InputError(
      `'${text}': ${errorMessage(error.cause ?? error)
        .replace(/^Error: /, '')
        .split('\n', 1)
        .join()}`,
      { at, cause: error },
    )
  })
  if (row?.column_type === 'BOOLEAN') return
  throw new InputError(`'${text}' is of type ${row?.column_type}, neither true nor false`, { at, remedy })
}

/** Whether each condition holds, 1 or 0, as columns named by their numbers; a row on which it has no value is not in. */
export function heldColumns(conditions: readonly CheckedCondition[]): Sql {
  return join(
    conditions.map(
      ({ expression }, at) => sql`(CASE WHEN ${expression} THEN 1 ELSE 0 END)::DOUBLE AS ${identifier(String(at))}`,
    ),
  )
}

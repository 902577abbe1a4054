import type { ColumnDocument, ColumnRole, Split } from '@trainyard/evidence'
import { assignment } from '../split/assign.ts'
import type { SplitPlan, TargetCounts } from '../split/plan.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import type { Loaded } from './load.ts'
import { countMissing, type Selection, selectTyped, type TypedFiles, typedRows } from './typed.ts'

/** The opened table: typed columns beside `rowNumber`, `rowFile`, `rowInFile`, `rowSplit`, in row order. */
export const dataTable = sql`"data"`

/** Columns of a table, and those among them whose NaN are not counted yet. */
export interface Described {
  readonly columns: readonly ColumnDocument[]
  readonly uncounted: readonly string[]
}

/** What no row may be without, so that all of it is counted at once. */
const needed: readonly ColumnRole[] = ['target', 'weight', 'time']

/** Makes the view of typed values, and describes its columns. */
export async function typeColumns(
  loaded: Loaded,
  files: TypedFiles,
  roles: ReadonlyMap<string, ColumnRole>,
  engine: Engine,
): Promise<Described> {
  await engine.run(sql`CREATE VIEW ${typedRows} AS ${selectTyped(loaded, files)()}`)
  const roleOf = (name: string) => roles.get(name) ?? 'feature'
  const { missing, uncounted } = await countMissing(loaded, files, (name) => needed.includes(roleOf(name)), engine)
  const columns = loaded.columns.map(({ name }) => ({
    name,
    type: loaded.types.get(name) ?? 'string',
    role: roleOf(name),
    missing: missing.get(name) ?? 0,
  }))
  return { columns, uncounted }
}

/** What the split is told of the target: its distinct values, 0 without one; of several labels the rows that have each. */
export async function countClasses(columns: readonly ColumnDocument[], engine: Engine): Promise<TargetCounts> {
  const targets = columns.filter(({ role }) => role === 'target').map(({ name }) => name)
  if (targets.length === 0) return { classes: 0 }
  if (targets.length > 1) return { having: await countLabels(targets, engine) }
  const distinct = targets.map((name) => sql`count(DISTINCT ${identifier(name)}) AS classes`)
  const [counted] = await engine.all<{ classes: number }>(sql`SELECT ${join(distinct)} FROM ${typedRows}`)
  return { classes: counted?.classes ?? 0 }
}

async function countLabels(labels: readonly string[], engine: Engine): Promise<ReadonlyMap<string, number>> {
  const having = labels.map((name, at) => sql`sum(${identifier(name)}::INTEGER) AS ${identifier(`l${at}`)}`)
  const [counted] = await engine.all<Record<string, number | null>>(sql`SELECT ${join(having)} FROM ${typedRows}`)
  return new Map(labels.map((name, at) => [name, Number(counted?.[`l${at}`] ?? 0)]))
}

/** What every row's share is made of. */
interface Shared {
  readonly plan: SplitPlan
  readonly fileSplits: readonly (Split | undefined)[]
  readonly columns: readonly ColumnDocument[]
  readonly typed: Selection
}

/**
 * Gives every row its share: the view that is selected from. It has as few layers as can be: each costs the engine time that
 * grows with the square of the columns.
 * @returns the same with some of the columns alone
 */
export async function viewData(
  { plan, fileSplits, columns, typed }: Shared,
  engine: Engine,
): Promise<(names: Iterable<string>) => Sql> {
  const ofFile = fileSplit(fileSplits)
  const relation = sql`(SELECT *, ${ofFile} AS "fileSplit" FROM ${typedRows})`
  const share = await assignment(plan, { relation, columns, engine })
  const shared = (rows: Sql) => sql`SELECT *, coalesce(${ofFile}, ${share}) AS "rowSplit" FROM ${rows}`
  await engine.run(sql`CREATE VIEW ${dataTable} AS ${shared(sql`(${typed()})`)}`)
  const planned = [plan.by, plan.stratifiedBy].flat().filter((name) => name !== undefined)
  return (names) => sql`(${shared(sql`(${typed(new Set([...names, ...planned]))})`)})`
}

function fileSplit(fileSplits: readonly (Split | undefined)[]): Sql {
  const [first] = fileSplits
  if (fileSplits.every((split) => split === first)) return sql`${first ?? null}::VARCHAR`
  const cases = fileSplits.map((split, index) => sql`WHEN ${index} THEN ${split ?? null}`)
  return sql`${cases.reduce((text, next) => sql`${text} ${next}`, sql`CASE "rowFile"`)} END`
}

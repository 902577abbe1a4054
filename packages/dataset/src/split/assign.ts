import { createHash } from 'node:crypto'
import type { ColumnDocument, Split } from '@trainyard/evidence'
import { identifier, join, list, type Sql, sql } from '../sql.ts'
import { sqlType } from '../table/types.ts'
import type { Engine } from '../types.ts'
import type { SplitPlan } from './plan.ts'
import { apportion, type Counts } from './shares.ts'

/** Rows to assign: a relation with `"rowNumber"`, `"fileSplit"` and the columns that the plan names. */
export interface Unassigned {
  readonly relation: Sql
  readonly columns: readonly ColumnDocument[]
  readonly engine: Engine
}

/**
 * The share of a row that no file assigns, as an expression over the relation. Rows of a stratum have an order; the
 * first are for test, the next for validation. What is kept of it are the ranks where each ends.
 */
export async function assignment(plan: SplitPlan, { relation, columns, engine }: Unassigned): Promise<Sql> {
  const open = sql`(SELECT *, ${stratum(plan)} AS stratum FROM ${relation} WHERE "fileSplit" IS NULL)`
  const sizes =
    plan.method === 'files'
      ? []
      : await engine.all<Size>(sql`SELECT stratum, count(*) AS rows FROM ${open} GROUP BY stratum ORDER BY stratum`)
  if (sizes.length === 0) return sql`NULL`
  const counts = apportion(
    sizes.map(({ rows }) => rows),
    plan.shares,
  )
  const quotas = sizes.map(({ stratum }, index) => ({ stratum, ...(counts[index] ?? noRows) }))
  const lasts = await lastRows(plan, quotas, open, engine)
  const within = (share: 'test' | 'validation') =>
    isWithin(
      plan,
      lasts.filter((last) => last.share === share),
      columns,
    )
  return sql`CASE WHEN ${within('test')} THEN 'test' WHEN ${within('validation')} THEN 'validation' ELSE 'train' END`
}

interface Size {
  readonly stratum: string
  readonly rows: number
}

interface Quota extends Counts {
  readonly stratum: string
}

/** The last row of a share in a stratum: its rank, and its number. */
interface Last {
  readonly stratum: string
  readonly share: 'test' | 'validation'
  readonly rank: string
  readonly row: number
}

const noRows: Counts = { train: 0, validation: 0, test: 0 }

async function lastRows(plan: SplitPlan, quotas: readonly Quota[], open: Sql, engine: Engine): Promise<Last[]> {
  const ends = quotas.flatMap(({ stratum, test, validation }) => [
    ...(test > 0 ? [list([stratum, 'test', test])] : []),
    ...(validation > 0 ? [list([stratum, 'validation', test + validation])] : []),
  ])
  if (ends.length === 0) return []
  const order = plan.by === undefined ? sql`rank, "rowNumber"` : sql`rank DESC, "rowNumber" DESC`
  return engine.all<Last & Record<string, string | number>>(
    sql`SELECT ends.stratum, share, rank::VARCHAR AS rank, "rowNumber" AS row FROM (SELECT stratum, rank, "rowNumber",
      row_number() OVER (PARTITION BY stratum ORDER BY ${order}) AS place
      FROM (SELECT stratum, ${rank(plan)} AS rank, "rowNumber" FROM ${open})) AS ranked
      JOIN (VALUES ${join(ends)}) AS ends(stratum, share, last) ON ends.stratum = ranked.stratum AND place = last`,
  )
}

function isWithin(plan: SplitPlan, lasts: readonly Last[], columns: readonly ColumnDocument[]): Sql {
  const [only] = lasts
  if (!only) return sql`FALSE`
  if (plan.by !== undefined) return isLate(plan.by, only, columns)
  if (plan.stratifiedBy === undefined) return sql`${rank(plan)} <= ${only.rank}`
  const cases = lasts.map((last) => sql`WHEN ${last.stratum} THEN ${last.rank}`)
  return sql`${rank(plan)} <= ${cases.reduce((text, next) => sql`${text} ${next}`, sql`CASE ${stratum(plan)}`)} END`
}

/** Rows at one time are told apart by their number. */
function isLate(by: string, { rank, row }: Last, columns: readonly ColumnDocument[]): Sql {
  const time = identifier(by)
  const last = sql`CAST(${rank} AS ${sqlType(columns.find(({ name }) => name === by)?.type ?? 'string')})`
  return sql`(${time} > ${last} OR (${time} = ${last} AND "rowNumber" >= ${row}))`
}

/**
 * Class of a row; of several labels the rarest that it has. So each label is shared out: rows of which it is the rarest by
 * their number, its other rows as the hash falls. Iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011) gives
 * rows away by the rarest label, too, but one after the other, which no rule over a single row can repeat.
 */
function stratum({ stratifiedBy }: SplitPlan): Sql {
  if (stratifiedBy === undefined) return sql`''`
  if (typeof stratifiedBy === 'string') return sql`${identifier(stratifiedBy)}::VARCHAR`
  const cases = stratifiedBy.map((name, at) => sql`WHEN ${identifier(name)}::INTEGER = 1 THEN ${String(at)}`)
  return sql`${cases.reduce((text, next) => sql`${text} ${next}`, sql`CASE`)} ELSE '' END`
}

/** What rows are put in order by for test, then validation: the time, the latest first, or a hash of seed and number. */
function rank({ by, seed }: SplitPlan): Sql {
  return by === undefined ? sql`md5(${`${seed}:`} || "rowNumber"::VARCHAR)` : identifier(by)
}

const codes: Readonly<Record<Split, number>> = { train: 0, validation: 1, test: 2 }

/** Digest over one byte a row (0 train, 1 validation, 2 test), in row order; and the rows of each share. */
export async function splitDigest(table: Sql, engine: Engine): Promise<SplitDigest> {
  const hash = createHash('sha256')
  const rows = [0, 0, 0]
  const code = sql`(CASE "rowSplit" WHEN 'train' THEN 0 WHEN 'validation' THEN 1 ELSE 2 END)::DOUBLE AS code`
  for await (const { columns } of engine.stream(sql`SELECT ${code} FROM ${table}`, 65_536)) {
    const bytes = Uint8Array.from(columns.get('code') as Float64Array)
    hash.update(bytes)
    for (const byte of bytes) rows[byte] = (rows[byte] ?? 0) + 1
  }
  const [train = 0, validation = 0, test = 0] = rows
  return { sha256: hash.digest('hex'), rows: { train, validation, test } }
}

export interface SplitDigest {
  readonly sha256: string
  readonly rows: Counts
}

/** The same digest where each file is in one share. */
export function fileSplitDigest(files: readonly { readonly rows: number; readonly split: Split }[]): SplitDigest {
  const hash = createHash('sha256')
  const rows = { ...noRows }
  for (const file of files) {
    hash.update(Buffer.alloc(file.rows, codes[file.split]))
    rows[file.split] += file.rows
  }
  return { sha256: hash.digest('hex'), rows }
}

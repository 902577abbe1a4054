import { createHash } from 'node:crypto'
import { identifier, join, list, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import type { SplitPlan } from './plan.ts'
import { apportion, type Counts } from './shares.ts'

/** Rows to assign: a relation with `"rowNumber"`, `"fileSplit"` and the columns that the plan names. */
export interface Unassigned {
  readonly relation: Sql
  readonly engine: Engine
}

/** A relation of `"rowNumber"` and `"rowSplit"` for every row. */
export async function assignment(plan: SplitPlan, { relation, engine }: Unassigned): Promise<Sql> {
  const given = sql`SELECT "rowNumber", "fileSplit" AS "rowSplit" FROM ${relation} WHERE "fileSplit" IS NOT NULL`
  const open = sql`(SELECT *, ${stratum(plan)} AS stratum FROM ${relation} WHERE "fileSplit" IS NULL)`
  const sizes = await engine.all<{ stratum: string; rows: number }>(
    sql`SELECT stratum, count(*) AS rows FROM ${open} GROUP BY stratum ORDER BY stratum`,
  )
  if (sizes.length === 0) return sql`(${given})`
  const counts = apportion(
    sizes.map(({ rows }) => rows),
    plan.shares,
  )
  const quotas = join(sizes.flatMap(({ stratum }, index) => quota(stratum, counts[index])))
  return sql`(${given} UNION ALL SELECT "rowNumber", CASE WHEN place <= test THEN 'test'
    WHEN place <= test + validation THEN 'validation' ELSE 'train' END AS "rowSplit"
    FROM (SELECT "rowNumber", stratum, row_number() OVER (PARTITION BY stratum ORDER BY ${rank(plan)}) AS place FROM ${open})
    JOIN (VALUES ${quotas}) AS quotas(stratum, test, validation) USING (stratum))`
}

function stratum({ stratifiedBy }: SplitPlan): Sql {
  return stratifiedBy === undefined ? sql`''` : sql`${identifier(stratifiedBy)}::VARCHAR`
}

/** The order in which rows are taken for test, then validation: the latest first, or by a hash of seed and number. */
function rank({ by, seed }: SplitPlan): Sql {
  if (by !== undefined) return sql`${identifier(by)} DESC, "rowNumber" DESC`
  return sql`md5(${`${seed}:`} || "rowNumber"::VARCHAR), "rowNumber"`
}

function quota(stratum: string, counts: Counts | undefined): Sql[] {
  return counts ? [list([stratum, counts.test, counts.validation])] : []
}

/** Digest over one byte a row (0 train, 1 validation, 2 test), in row order; and the rows of each share. */
export async function splitDigest(table: Sql, engine: Engine): Promise<{ sha256: string; rows: Counts }> {
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

import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openEngine } from './engine.ts'
import { openDataset, openEarly } from './open.ts'
import { sql } from './sql.ts'
import { inFolder, testServices } from './testing/services.ts'

const penguins = {
  base: 'examples/penguins',
  train: ['data/penguins.csv'],
  target: 'species',
  ignore: ['year'],
  split: { test: 0.2, validation: 0.1, seed: 7 },
}

test('penguins: types, roles, missing values and a stratified split', async () => {
  const dataset = await openDataset(penguins, testServices)
  try {
    expect(dataset.rows).toBe(344)
    expect(dataset.columns).toEqual([
      { name: 'species', type: 'string', role: 'target', missing: 0 },
      { name: 'island', type: 'string', role: 'feature', missing: 0 },
      { name: 'bill_length_mm', type: 'number', role: 'feature', missing: 2 },
      { name: 'bill_depth_mm', type: 'number', role: 'feature', missing: 2 },
      { name: 'flipper_length_mm', type: 'integer', role: 'feature', missing: 2 },
      { name: 'body_mass_g', type: 'integer', role: 'feature', missing: 2 },
      { name: 'sex', type: 'string', role: 'feature', missing: 11 },
      { name: 'year', type: 'integer', role: 'ignore', missing: 0 },
    ])
    expect(dataset.split.rows).toEqual({ train: 241, validation: 34, test: 69 })
    const classes = await dataset.engine.all(
      sql`SELECT species, count(*) AS rows FROM ${dataset.table} WHERE "rowSplit" = 'test' GROUP BY species ORDER BY species`,
    )
    expect(classes).toEqual([
      { species: 'Adelie', rows: 30 },
      { species: 'Chinstrap', rows: 14 },
      { species: 'Gentoo', rows: 25 },
    ])
    const batches = []
    for await (const batch of dataset.batches('test', ['species', 'body_mass_g'], 50)) batches.push(batch)
    expect(batches.map(({ rows }) => rows)).toEqual([50, 19])
    expect(batches[0]?.columns.get('body_mass_g')).toBeInstanceOf(Float64Array)
    expect(batches[0]?.columns.get('species')?.[0]).toBe('Adelie')
    expect((await dataset.rowNumbers('all')).length).toBe(344)
  } finally {
    await dataset.close()
  }
})

/** Parquet of three columns of numbers with two nulls and two NaN, of which one is the target's. */
async function withNan(folder: string): Promise<void> {
  const engine = await openEngine(testServices)
  await engine.run(sql`COPY (SELECT * FROM (VALUES (1, 1.0::DOUBLE, NULL::FLOAT, 5::DOUBLE), (2, NULL, 'nan', 6), (3, 'nan', 2, 7))
    AS rows(i, x, f, y)) TO ${path.join(folder, 'nan.parquet')} (FORMAT parquet)`)
  await engine.close()
}

test('a table is open before its NaN are counted and its files hashed; what becomes of it is the dataset', () =>
  inFolder({}, async (folder) => {
    await withNan(folder)
    const source = { base: folder, train: ['nan.parquet'], target: 'y' }
    const missingOf = (columns: readonly { readonly missing: number }[]) => columns.map(({ missing }) => missing)
    const whole = await openDataset(source, testServices)
    await whole.close()
    expect(missingOf(whole.columns)).toEqual([0, 2, 2, 0])
    const early = await openEarly(source, testServices)
    try {
      expect([early.uncounted, missingOf(early.columns)]).toEqual([
        ['x', 'f'],
        [0, 1, 1, 0],
      ])
      const counted = await early.whole()
      expect([counted.files, counted.columns, counted.sha256]).toEqual([whole.files, whole.columns, whole.sha256])
      const told = await early.whole(new Map([['x', 1]]))
      expect(missingOf(told.columns)).toEqual([0, 2, 1, 0])
    } finally {
      await early.close()
    }
  }))

import { expect, test } from '@jest/globals'
import { openDataset } from './open.ts'
import { sql } from './sql.ts'
import { testServices } from './testing/services.ts'

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

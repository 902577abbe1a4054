import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, jest, test } from '@jest/globals'
import { runBundle } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(60_000)

const suite = `{
  "name": "penguins",
  "expectations": [
    {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "body_mass_g", "max_value": 6000}},
      {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "sex"}, "severity": "warning"},
    {"type": "expect_column_to_exist", "kwargs": {"column": "weight"}, "severity": "info"}
  ]
}
`

let workspace: string

beforeAll(async () => {
  workspace = await checkout()
  await mkdir(path.join(workspace, 'expectations'))
  await writeFile(path.join(workspace, 'expectations/penguins.json'), suite)
})

const file = 'expectations/penguins.json'

test('each failed check is an annotation at its line and column of the suite, at the level of its severity', async () => {
  const result = await runBundle('validate-data', { workspace, inputs: { suite: file, upload: 'false' } })
  expect(result.exitCode).toBe(1)
  expect(result.annotations.filter(({ properties }) => properties['file'] === file)).toEqual([
    {
      level: 'error',
      message: 'expect_column_values_to_be_between of body_mass_g failed: 2 of 344 rows',
      properties: { file, line: '5', col: '5', title: 'expectations[1]' },
    },
    {
      level: 'warning',
      message: 'expect_column_values_to_not_be_null of sex failed: 11 of 344 rows',
      properties: { file, line: '6', col: '7', title: 'expectations[2]' },
    },
    {
      level: 'notice',
      message: 'expect_column_to_exist of weight failed',
      properties: { file, line: '7', col: '5', title: 'expectations[3]' },
    },
  ])
})

test('a suite in a sub-folder is named from the root of the repository, whatever the configuration', async () => {
  await mkdir(path.join(workspace, 'ml'), { recursive: true })
  const config = 'name: penguins\ndata: {train: ../data/penguins.csv, target: species}\n'
  await writeFile(path.join(workspace, 'ml/trainyard.yml'), config)
  const inputs = { config: 'ml/trainyard.yml', suite: file, upload: 'false' }
  const { annotations } = await runBundle('validate-data', { workspace, inputs })
  expect(annotations[0]?.properties).toMatchObject({ file, line: '5', col: '5' })
})

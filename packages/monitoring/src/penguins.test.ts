import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openDataset } from '@trainyard/dataset'
import { seededRandom, shuffledIndices } from '@trainyard/ports'
import { profileDataset, profileLabels } from '@trainyard/profile'
import { quietServices } from '../../../test/support/services.ts'
import { checkDrift } from './check.ts'
import { readRows } from './rows/read.ts'

const file = new URL('../../../examples/penguins/data/penguins.csv', import.meta.url)
const model = 'a'.repeat(64)
let folder: string
let header: string
let rows: readonly string[]

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-test-'))
  const lines = (await readFile(file, 'utf8')).trim().split(/\r?\n/)
  header = lines[0] ?? ''
  rows = lines.slice(1)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** 86 of the 344 rows, drawn at random in the proportions of species and island. Neighbours in the file are pairs. */
function sampleOf(seed: number): ReadonlySet<number> {
  const drawn = [...shuffledIndices(rows.length, seededRandom(seed))]
  const order = drawn.sort((a, b) => strataOf(rows[a] ?? '').localeCompare(strataOf(rows[b] ?? '')))
  return new Set(order.filter((_, place) => place % 4 === 0))
}

function strataOf(row: string): string {
  return row.split(',').slice(0, 2).join()
}

async function write(name: string, lines: readonly string[]): Promise<string> {
  await writeFile(path.join(folder, name), `${[header, ...lines].join('\n')}\n`)
  return name
}

async function profileOf(name: string) {
  const source = { base: folder, train: [name], target: 'species', ignore: ['year'], split: { test: 0, validation: 0 } }
  const dataset = await openDataset(source, quietServices)
  try {
    return await profileDataset(dataset, 'all')
  } finally {
    await dataset.close()
  }
}

test.each([1, 2, 3, 4])('a stratified sample of 86 penguins is stable against the others (seed %i)', async (seed) => {
  const sample = sampleOf(seed)
  const parts = [rows.filter((_, at) => !sample.has(at)), rows.filter((_, at) => sample.has(at))] as const
  const reference = await profileOf(await write(`rest-${seed}.csv`, parts[0]))
  const files = [await write(`new-${seed}.csv`, parts[1])]
  const current = await readRows({ base: folder, files }, reference, quietServices)
  expect(current.rows).toBe(86)
  expect(checkDrift(reference, current.columns, 0.05)).toMatchObject({ finding: 'stable' })
})

test('the penguins of Biscoe alone are drift', async () => {
  const reference = await profileOf(await write('all.csv', rows))
  const biscoe = await write(
    'biscoe.csv',
    rows.filter((row) => row.includes(',Biscoe,')),
  )
  const { columns } = await readRows({ base: folder, files: [biscoe] }, reference, quietServices)
  const drifted = checkDrift(reference, columns, 0.05).tests.filter(({ drift }) => drift)
  expect(drifted.map(({ column }) => column)).toEqual(expect.arrayContaining(['island', 'species', 'bill_depth_mm']))
})

test('a feature that the rows no longer have is drift', async () => {
  const reference = await profileOf(await write('all.csv', rows))
  const without = rows.map((row) => row.split(',').slice(0, 6).join())
  await writeFile(path.join(folder, 'short.csv'), `${[header.split(',').slice(0, 6).join(), ...without].join('\n')}\n`)
  const { columns } = await readRows({ base: folder, files: ['short.csv'] }, reference, quietServices)
  const drifted = checkDrift(reference, columns, 0.05).tests.filter(({ drift }) => drift)
  expect(drifted).toMatchObject([{ column: 'sex', test: 'missing-share' }])
})

test('rows without labels and answers can be checked', async () => {
  const answers = profileLabels(rows.map((row) => row.split(',')[0] ?? null))
  const reference = [...(await profileOf(await write('all.csv', rows))), answers]
  const unlabelled = [header, ...rows].map((row) => row.split(',').slice(1).join()).join('\n')
  await writeFile(path.join(folder, 'unlabelled.csv'), `${unlabelled}\n`)
  const { columns } = await readRows({ base: folder, files: ['unlabelled.csv'] }, reference, quietServices)
  const { finding, tests } = checkDrift(reference, columns, 0.05)
  expect(finding).toBe('stable')
  expect(tests.every(({ source }) => source === 'feature')).toBe(true)
})

test('codes that look like numbers stay text', async () => {
  await writeFile(path.join(folder, 'code.csv'), 'code\n01\n1\n02\n')
  const reference = [{ ...profileLabels(['01', '1', '2']), name: 'code', source: 'feature' as const }]
  const { columns } = await readRows({ base: folder, files: ['code.csv'] }, reference, quietServices)
  expect(columns.get('code')?.values).toMatchObject({ counts: { '01': 1, '1': 1, '02': 1 } })
})

test('a prediction log is read like the table it came from', async () => {
  const reference = await profileOf(await write('all.csv', rows))
  const names = header.split(',')
  const entries = rows.map((row, at) => {
    const inputs = Object.fromEntries(
      row.split(',').map((text, column) => [names[column], text === 'NA' ? null : number(text)]),
    )
    return JSON.stringify({
      time: '2026-01-01T00:00:00Z',
      id: String(at),
      model,
      inputs,
      label: 'Adelie',
      prediction: null,
    })
  })
  await writeFile(path.join(folder, 'log.jsonl'), `${entries.join('\n')}\n`)
  const table = await readRows({ base: folder, files: ['all.csv'] }, reference, quietServices)
  const log = await readRows({ base: folder, files: ['log.jsonl'] }, reference, quietServices)
  expect(log.models).toEqual([model])
  for (const [name, column] of log.columns) expect({ ...column, name }).toEqual(table.columns.get(name))
})

function number(text: string): string | number {
  return Number.isNaN(Number(text)) ? text : Number(text)
}

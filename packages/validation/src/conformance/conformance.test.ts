import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { lockEngine, openEngine } from '@trainyard/dataset'
import { InputError } from '@trainyard/ports'
import { quietServices } from '../../../../test/support/services.ts'
import type { Table } from '../kinds/table.ts'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type Column, createTable } from '../testing/table.ts'
import { type Case, readCases } from './cases.ts'
import { isMet } from './met.ts'

/** The cases that the reference names as not met. */
const listed = [
  ...readFileSync(new URL('../../../../docs/reference/expectations.md', import.meta.url), 'utf8').matchAll(
    /^\| `(\w+\.json#\d+#\d+)` \|/gm,
  ),
].map(([, id]) => id ?? '')
const { cases, tables } = readCases()
const opened = new Map<string, readonly (readonly [string, Table])[]>()
let close = async () => {}

beforeAll(async () => {
  const engine = await openEngine(quietServices)
  await lockEngine(engine)
  close = engine.close
  for (const [dataset, named] of tables) {
    const made: [string, Table][] = []
    for (const [name, columns] of Object.entries(named)) {
      made.push([name, await createTable(engine, `${dataset} ${name}`, columns)])
    }
    opened.set(dataset, made)
  }
})
afterAll(() => close())

/** What the case expects and does not get; nothing where it is met. */
async function missed(published: Case): Promise<string | undefined> {
  try {
    return isMet(await resultOf(published, 'shown'), published)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

async function resultOf({ id, expectation, dataset, in: kwargs }: Case, values: 'hidden' | 'shown') {
  const named = opened.get(dataset) ?? []
  const table = named[0]?.[1]
  if (!table) throw new InputError('no such table')
  const format = { result_format: 'COMPLETE', ...(aboutRows(id) && { unexpected_index_column_names: ['pk_index'] }) }
  const asked = { result_format: format, ...kwargs }
  const own = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
  const text = JSON.stringify({ name: id, expectations: [{ type: expectation, kwargs: own }] }, infinite)
  const suite = parseSuite(text.replaceAll('"<-Infinity>"', '-Infinity').replaceAll('"<Infinity>"', 'Infinity'), id, {
    now: new Date(),
  })
  const tables = Object.fromEntries(named)
  const { results } = await validate(aboutRows(id) ? table : withoutKey(table), suite, { values, tables })
  return results[0]
}

function aboutRows(id: string): boolean {
  return /^(column_map|column_pair_map|multicolumn_map)_/.test(id)
}

function infinite(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? `<${value}>` : value
}

/** Great Expectations' runner adds the key only where rows are looked at. */
function withoutKey(table: Table): Table {
  return { ...table, columns: table.columns.filter(({ name }) => name !== 'pk_index') }
}

test('all published cases are met but those that the reference lists, each with its reason', async () => {
  const missing = new Map<string, string>()
  for (const published of cases) {
    const miss = await missed(published)
    if (miss !== undefined) missing.set(published.id.replace(/^.*\//, ''), miss)
  }
  expect([...missing].filter(([id]) => !listed.includes(id))).toEqual([])
  expect(listed.filter((id) => !missing.has(id))).toEqual([])
  expect(cases).toHaveLength(298)
})

test('where values are hidden, no text of a row is in any result', async () => {
  const told: string[] = []
  for (const published of cases) {
    const { id, dataset, in: kwargs } = published
    const result = await resultOf(published, 'hidden').catch((error: unknown) => {
      if (error instanceof InputError) return undefined
      throw error
    })
    const written = JSON.stringify([result?.result, result?.exception_info])
    const asked = JSON.stringify(kwargs)
    for (const text of textsOf(tables.get(dataset) ?? {})) {
      if (written.includes(JSON.stringify(text)) && !asked.includes(JSON.stringify(text))) told.push(`${id}: ${text}`)
    }
  }
  expect(told).toEqual([])
})

/** Texts that stand in rows and are no name of a column. */
function textsOf(named: Readonly<Record<string, Readonly<Record<string, Column>>>>): ReadonlySet<string> {
  const columns = Object.values(named).flatMap((table) => Object.entries(table))
  const names = new Set(columns.map(([name]) => name))
  const texts = columns.flatMap(([, [type, values]]) => (type === 'string' ? values : []))
  return new Set(texts.filter((value) => typeof value === 'string' && value !== '' && !names.has(value)).map(String))
}

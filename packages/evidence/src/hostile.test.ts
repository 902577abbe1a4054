import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { newDocument, readAnyDocument, readDocument } from './index.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sha = 'ab'.repeat(32)
const body = {
  finding: 'stable',
  rows: 10,
  referenceRows: 20,
  alpha: 0.05,
  correction: 'holm',
  tests: [],
  retrain: { decision: false, reasons: [] },
} as const
const head = {
  clock: { now: () => new Date('2026-11-23T09:40:00Z') },
  subjects: [],
  inputs: [],
  verdict: 'pass',
  reason: 'stable',
} as const
const drift = newDocument('drift', body, head)
const text = JSON.stringify(drift)
const changed = (change: object) => JSON.stringify({ ...drift, ...change })
const subject = (change: object) =>
  changed({ subjects: [{ kind: 'model', name: 'model.onnx', sha256: sha, ...change }] })

const hostile: readonly (readonly [string, string | Buffer, string])[] = [
  ['an empty file', '', ':1:1  broken JSON: the file is empty'],
  ['blanks', ' \n\n ', ':3:2  broken JSON: the file is empty'],
  ['a document cut in two', text.slice(0, text.indexOf(',') + 1), 'broken JSON: the file ends too early'],
  ['a text cut in two', text.slice(0, 4), ':1:2  broken JSON: a text is not closed'],
  ['words', 'not json at all', `:1:1  broken JSON: "not" stands here, where a value belongs`],
  ['a line break in a text', '{"kind":\n "dri\nft"}', ':2:6  broken JSON: a text runs over the end of its line'],
  ['a comma too many', '{"kind": "drift",\n}', `:2:1  broken JSON: "}" stands here, where a key in double quotes`],
  ['a comma too few', '{"a": 1 "b": 2}', `:1:9  broken JSON: "\\"" stands here, where ',' or '}' belongs`],
  ['single quotes', "{'kind': 'drift'}", 'where a key in double quotes'],
  ['a comment', `// drift\n${text}`, '"/" stands here'],
  ['two documents', `${text}\n${text}`, ':2:1  broken JSON: "{" stands here, where the end of the file belongs'],
  ['NaN', text.replace('0.05', 'NaN'), '"NaN" stands here, where a value belongs'],
  ['infinity', text.replace('0.05', '-Infinity'), '"-Infinity" stands here'],
  ['a number with a leading zero', text.replace('0.05', '007'), '"007" stands here'],
  ['a number beyond all numbers', text.replace('0.05', '1e999'), 'alpha: must be a number, not Infinity'],
  ['an unknown escape', '{"kind": "\\x41"}', ':1:11  broken JSON: an unknown escape'],
  ['two verdicts', text.replace('"verdict"', '"verdict":"fail","verdict"'), 'the key "verdict" is written twice'],
  ['two verdicts, one escaped', text.replace('{', '{"verd\\u0069ct":"fail",'), 'the key "verdict" is written twice'],
  ['the wrong bracket', '{"a": [1}', `"}" stands here, where ',' or ']' belongs`],
  ['a million open brackets', '['.repeat(1_000_000), 'is nested more than 64 levels deep'],
  ['a million nested maps', '{"a":'.repeat(1_000_000), 'is nested more than 64 levels deep'],
  ['no text at all', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'is not valid UTF-8'],
  ['UTF-16', Buffer.from(text, 'utf16le'), 'broken JSON'],
  ['NUL bytes', Buffer.alloc(1000), 'broken JSON'],
  ['a byte order mark', `\uFEFF${text}`, 'broken JSON'],
  ['a list', `[${text}]`, 'is no document'],
  ['null', 'null', 'is no document'],
  ['a number', '1', 'is no document'],
  ['an empty map', '{}', 'kind: expected a drift document, found no kind'],
  ['a kind that is no word', changed({ kind: { toString: 1 } }), 'kind: expected a drift document, found no kind'],
  ['another kind', changed({ kind: 'image' }), "kind: expected a drift document, found 'image'"],
  ['a kind from the prototype', changed({ kind: '__proto__' }), "found '__proto__'"],
  ['a newer version', changed({ schemaVersion: 2 }), 'schemaVersion: must be 1, not 2'],
  ['no version', text.replace('"schemaVersion":1,', ''), 'schemaVersion: must be 1, not missing'],
  ['a version in quotes', changed({ schemaVersion: '1' }), 'schemaVersion: must be 1, not "1"'],
  ['an unknown verdict', changed({ verdict: 'passed' }), "verdict: must be pass, fail or inconclusive, not 'passed'"],
  ['a missing key', text.replace('"rows":10,', ''), 'rows: is missing'],
  ['an unknown key', changed({ row: 10 }), 'row: unknown key'],
  ['a key from the prototype', text.replace('{', '{"__proto__":{"verdict":"pass"},'), '__proto__: unknown key'],
  ['half a row', changed({ rows: 10.5 }), 'rows: must be a whole number, not 10.5'],
  ['fewer rows than none', changed({ rows: -1 }), 'rows: must be at least 0, not -1'],
  ['rows in quotes', changed({ rows: '10' }), "rows: must be a whole number, not '10'"],
  ['an impossible rate', changed({ alpha: 1.5 }), 'alpha: must be less than 1, not 1.5'],
  ['no list', changed({ tests: {} }), 'tests: must be a list, not a map of keys'],
  ['a local time', changed({ createdAt: '2026-11-23 09:40' }), 'createdAt: must be a time in UTC'],
  ['a month too many', changed({ createdAt: '2026-13-23T09:40:00Z' }), 'createdAt: must be a time in UTC'],
  ['a short digest', subject({ sha256: 'abc' }), 'subjects[0].sha256: must be a sha256 of 64 hexadecimal digits'],
  ['a digest in capitals', subject({ sha256: sha.toUpperCase() }), 'subjects[0].sha256: must be a sha256'],
  ['an unknown subject', subject({ kind: 'modle' }), 'subjects[0].kind: must be champion'],
  ['another tool', changed({ tool: { name: 'other', version: '1' } }), "tool.name: must be trainyard, not 'other'"],
]

describe('a hostile document is one clear error', () => {
  test.each(hostile)('%s', async (_, content, message) => {
    const file = path.join(folder, 'drift.json')
    writeFileSync(file, content)
    const thrown = await readDocument('drift', file).catch((error) => error)
    expect(thrown).toBeInstanceOf(InputError)
    expect(thrown.message).toContain(message)
    expect(thrown.message).toContain('drift.json')
    expect(thrown.problems.every((problem: { remedy?: string }) => problem.remedy)).toBe(true)
    expect(thrown.message.length).toBeLessThan(1000)
    expect(readdirSync(folder)).toEqual(['drift.json'])
    rmSync(file)
  })
})

describe('something else than a file is one clear error', () => {
  const inside = mkdtempSync(path.join(tmpdir(), 'hostile-files-'))
  afterAll(() => rmSync(inside, { recursive: true }))
  mkdirSync(path.join(inside, 'folder'))
  writeFileSync(path.join(inside, 'real.json'), text)
  symlinkSync('real.json', path.join(inside, 'link.json'))
  writeFileSync(path.join(inside, 'huge.json'), '')
  truncateSync(path.join(inside, 'huge.json'), 10 * 2 ** 30)
  test.each([
    ['absent.json', 'no such file'],
    ['real.json/deeper.json', 'no such file'],
    ['\0', 'no such file'],
    ['n'.repeat(5000), 'no such file'],
    ['folder', 'is a folder, not a file'],
    ['link.json', 'is a symbolic link'],
    ['huge.json', 'is larger than 64 MiB'],
  ])('%s', async (name, message) => {
    const thrown = await readDocument('drift', path.join(inside, name)).catch((error) => error)
    expect(thrown).toBeInstanceOf(InputError)
    expect(thrown.message).toContain(message)
    expect(thrown.problems[0].remedy).toMatch(/\w/)
  })
})

test('every fault of a document is told at once, and a flood of them is cut short', async () => {
  const file = path.join(folder, 'many.json')
  writeFileSync(file, changed({ rows: -1, alpha: 2, finding: 'drifty', extra: 1 }))
  const thrown = await readDocument('drift', file).catch((error) => error)
  const keys = thrown.problems.map((problem: { at: { key: string } }) => problem.at.key)
  expect(keys.sort()).toEqual(['alpha', 'extra', 'finding', 'rows'])
  writeFileSync(file, changed({ tests: new Array(100_000).fill({}) }))
  const flood = await readDocument('drift', file).catch((error) => error)
  expect(flood.problems).toHaveLength(51)
  expect(flood.message).toContain('more like these')
})

test('a document of an unknown kind names the known kinds', async () => {
  const file = path.join(folder, 'unknown.json')
  writeFileSync(file, changed({ kind: 'drfit' }))
  await expect(readAnyDocument(file)).rejects.toThrow(/one of dataset, .*drift, found 'drfit'\n.*Did you mean drift\?/s)
})

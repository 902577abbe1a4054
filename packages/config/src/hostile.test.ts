import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { loadConfig } from './index.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hostile-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name: a\n', 'utf16le')])
const laughs = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]`)
const bomb = `name: a\nl0: &l0 [ha]\n${laughs.join('\n')}\n`
const manyKeys = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join('\n')
const data = (rest: string) => `name: a\ndata:\n  train: a.csv\n  ${rest}\n`

const hostile: readonly (readonly [string, string | Buffer, string])[] = [
  ['an empty file', '', '1:1  the file is empty'],
  ['a file of comments', '# nothing\n\n', '1:1  the file is empty'],
  ['a list at the top', '- name: a\n', '1:1  must be a map of keys, not a list'],
  ['text at the top', 'penguins\n', "1:1  must be a map of keys, not 'penguins'"],
  ['a number at the top', '42\n', '1:1  must be a map of keys, not 42'],
  ['no name', 'data: {train: a.csv}\n', '1:1  name: is missing'],
  ['a tab', 'name: a\ndata:\n\ttrain: a.csv\n', '3:1  a tab indents this line'],
  ['a missing colon', 'name a\ndata: {train: x}\n', '1:1  a line without "key: value"'],
  ['a missing blank', 'name:a\ndata: {train: x}\n', '1:1  a line without "key: value"'],
  ['an open bracket', 'name: a\nevaluate: {gates: [a, b}\n', '2:'],
  ['an open quote', 'name: "a\n', 'a bracket, quote or colon is missing'],
  ['a second colon', 'name: a: b\n', '1:7  the value holds another "key: value"'],
  ['a value that begins with @', 'name: @a\n', '1:7  a plain value cannot begin with this character'],
  ['a second document', 'name: a\n---\nname: b\n', '2:1  a second document begins here'],
  ['a key written twice', 'name: a\nname: b\n', "2:1  the key 'name' is written twice"],
  ['an inner key written twice', data('train: b.csv'), "4:3  the key 'train' is written twice"],
  ['an unknown key', 'name: a\nevalaute: {}\n', '2:1  evalaute: unknown key'],
  ['an unknown inner key', 'name: a\nevaluate: {gate: [x]}\n', '2:12  evaluate.gate: unknown key'],
  ['a key of a later version', 'name: a\nlabels: {to: mlflow}\n', '2:1  labels: unknown key'],
  ['a key of a later version, inside', 'name: a\ndrift: {cooldown: 7d}\n', '2:9  drift.cooldown: unknown key'],
  ['an alias of nothing', 'name: *a\n', "1:7  '*a' is an alias of nothing"],
  ['a bomb of aliases', bomb, 'uses aliases that grow without measure'],
  ['an alias of itself', 'name: &a [*a]\n', '1:10  name: must be text, not a list'],
  ['a merge key', 'name: a\n<<: {x: 1}\n', '2:1  ["<<"]: unknown key'],
  ['a list as a key', 'name: a\n? [a, b]\n: 1\n', '2:3  a key must be a word'],
  ['no key', 'name: a\n: 1\n', '2:1  a key is missing before the colon'],
  ['__proto__', 'name: a\n__proto__: {admin: true}\n', "2:1  '__proto__' may not be a key"],
  ['__proto__ in a free map', 'name: a\ntrain: {params: {__proto__: 1}}\n', "2:18  '__proto__' may not be a key"],
  ['constructor', 'name: a\nconstructor: {prototype: 1}\n', '2:1  constructor: unknown key'],
  ['code in a tag', 'name: !!js/function "function () {}"\n', "1:7  '!' begins a tag"],
  ['an unknown YAML version', '%YAML 9.9\n---\nname: a\n', '1:7  '],
  ['UTF-16', utf16, 'is written in UTF-16'],
  ['Latin-1', Buffer.from('name: a\n# caf\xe9\n', 'latin1'), '2:6  is not valid UTF-8 here'],
  ['NUL bytes', 'name: a\n\0\0\n', '2:1  holds the control character U+0000'],
  ['an escape sequence', 'name: a # \u001b[2J\n', '1:11  holds the control character U+001B'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'is not valid UTF-8'],
  ['10 MB of nothing much', `name: a\n${'# comment\n'.repeat(1_000_000)}`, 'is larger than 1 MiB'],
  ['sixty thousand keys', manyKeys, 'k0: unknown key'],
  ['100,000 open brackets', '['.repeat(100_000), 'not closed'],
  ['10,000 nested lists', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'trainyard.yml'],
  ['a name with a slash', 'name: ../a\n', "1:7  name: must be 1 to 64 small letters, digits, '-', '_' or '.'"],
  ['a name that is a number', 'name: 2026\n', '1:7  name: must be text, not 2026\n'],
  ['a name that is nothing', 'name:\n', 'name: must be text, not empty'],
  ['a section that is nothing', 'name: a\nevaluate:\n', 'evaluate: must be a map of keys, not empty'],
  ['a section that is a text', 'name: a\ndeploy: docker\n', "2:9  deploy: must be a map of keys, not 'docker'"],
  ['no training data', 'name: a\ndata: {target: y}\n', '2:7  data.train: is missing'],
  ['no file in a list', 'name: a\ndata: {train: []}\n', '2:15  data.train: must not be empty'],
  ['a file without a name', 'name: a\ndata: {train: [""]}\n', '2:16  data.train[0]: must not be empty'],
  ['gates as text', 'name: a\nevaluate: {gates: accuracy >= 1}\n', 'Write it as a list: [accuracy >= 1]'],
  ['a gate that is a map', 'name: a\nevaluate:\n  gates:\n    - a: b\n', '4:7  evaluate.gates[0].a: unknown key'],
  ['an unknown type', data('types: {a: float}'), '4:14  data.types.a: must be number, integer'],
  ['a share above the whole', data('split: {test: 120%}'), '4:17  data.split.test: 120% is more than the whole'],
  ['a share of five', data('split: {test: 5}'), 'Did you mean 5%?'],
  ['a share that is no number', data('split: {test: .nan}'), "data.split.test: 'NaN' is not a share"],
  ['nothing left to train on', data('split: {test: 60%, validation: 40%}'), 'leave no rows to train on'],
  [
    'a split by a time that is not there',
    data('split: {by: time}'),
    'data.split.by: a split by time needs a time column',
  ],
  ['a column with two roles', data('target: y\n  id: y'), "5:7  data.id: 'y' is also data.target"],
  ['a label that is an id', data('target: [news, sport]\n  id: sport'), "5:7  data.id: 'sport' is also data.target"],
  ['one label in a list', data('target: [news]'), '4:11  data.target: needs 2 entries'],
  ['a label twice', data('target: [news, news]'), "data.target: names 'news' twice"],
  ['an ignored target', data('target: y\n  ignore: [x, y]'), "5:15  data.ignore[1]: 'y' is also data.target"],
  ['a column ignored twice', data('ignore: [x, x]'), "data.ignore: names 'x' twice"],
  ['half a seed', 'name: a\ntrain: {seed: 1.5}\n', '2:15  train.seed: must be a whole number, not 1.5'],
  ['an endless seed', 'name: a\ntrain: {seed: 1e30}\n', 'train.seed: must be at most 4294967295'],
  [
    'a list as a parameter',
    'name: a\ntrain: {params: {a: [1]}}\n',
    'train.params.a: must be text, a number or true or',
  ],
  ['an infinite parameter', 'name: a\ntrain: {params: {a: .inf}}\n', 'train.params.a: must be'],
  ['a time without a unit', 'name: a\ntrain: {timeout: 90}\n', '2:18  train.timeout: 90 has no unit'],
  ['no time at all', 'name: a\ntrain: {timeout: 0s}\n', 'train.timeout: must be more than 0'],
  ['a port beyond all ports', 'name: a\ndeploy: {port: 70000}\n', 'deploy.port: must be at most 65535, not 70000'],
  ['yes', 'name: a\ndeploy: {ephemeral: yes}\n', 'Write true or false.'],
  ['an unknown target', 'name: a\ndeploy: {target: dokcer}\n', 'Did you mean docker?'],
  [
    'a workflow elsewhere',
    'name: a\ndrift: {retrain: {workflow: ../../x.yml}}\n',
    'must be the file name of a workflow',
  ],
  ['an image with blanks', 'name: a\nimage: {base: "node 24"}\n', 'must be node24 or a reference in a registry'],
  ['a slow reference', `name: a\nimage: {base: "${'a-'.repeat(50_000)}!"}\n`, 'must be node24 or a reference'],
]

describe('a hostile configuration is one clear error', () => {
  test.each(hostile)('%s', async (_, content, message) => {
    const file = path.join(folder, 'trainyard.yml')
    writeFileSync(file, content)
    const thrown = await loadConfig(file, { shown: 'trainyard.yml' }).catch((error) => error)
    expect(thrown).toBeInstanceOf(InputError)
    expect(thrown.message).toContain(message)
    expect(thrown.message).toContain('trainyard.yml')
    expect(readdirSync(folder)).toEqual(['trainyard.yml'])
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false)
  })
})

describe('something else than a file is one clear error', () => {
  const inside = mkdtempSync(path.join(tmpdir(), 'hostile-config-files-'))
  afterAll(() => rmSync(inside, { recursive: true }))
  mkdirSync(path.join(inside, 'folder'))
  writeFileSync(path.join(inside, 'trainyard.yml'), 'name: a\n')
  writeFileSync(path.join(inside, 'huge.yml'), '')
  truncateSync(path.join(inside, 'huge.yml'), 10 * 2 ** 30)
  test.each([
    ['folder', 'is a folder, not a file'],
    ['huge.yml', 'is larger than 1 MiB'],
    ['trainyrad.yml', 'Did you mean trainyard.yml?'],
    ['trainyard.yml/inner', 'no such file'],
    ['absent', 'no such file'],
    ['\0', 'no such file'],
  ])('%j', async (name, message) => {
    const thrown = await loadConfig(path.join(inside, name), { shown: name }).catch((error) => error)
    expect(thrown).toBeInstanceOf(InputError)
    expect(thrown.message).toContain(message)
    expect(thrown.problems[0].remedy).toMatch(/\w/)
  })
})

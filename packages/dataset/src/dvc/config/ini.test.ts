import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { parseIni } from './ini.ts'

const read = (text: string) =>
  Object.fromEntries([...parseIni(text, 'config')].map(([name, values]) => [name, Object.fromEntries(values)]))

test.each([
  ['', { '': {} }],
  ['[core]\n    remote = Mine # why\n\n# no\n', { '': {}, core: { remote: 'Mine' } }],
  [`['remote "Mine"']\r\nurl = s3://b/a b\r\n`, { '': {}, 'remote.mine': { url: 's3://b/a b' } }],
  ['[remote "x"]\nurl=/data=1', { '': {}, 'remote.x': { url: '/data=1' } }],
  ['[a]\nK = "x, # y"\nl = \'it "is"\'\nempty =', { '': {}, a: { k: 'x, # y', l: 'it "is"', empty: '' } }],
  ['[a]\npassword = p%40ss#word', { '': {}, a: { password: 'p%40ss' } }],
])('%j', (text, expected) => {
  expect(read(text)).toEqual(expected)
})

test.each([
  ['[a]\n[[b]]', 'config:2', 'must be a [section]'],
  ['[a\nx = 1', 'config:1', 'must be a [section]'],
  ['[a]\nnothing', 'config:2', 'must be a [section]'],
  ['[a]\n[b]\n[A]', 'config:3', 'this section is written twice'],
  ['[a]\nx = 1\nX = 2', 'config:3', 'this key is written twice'],
  ['[a]\nx = hunter2, b', 'config:2', 'this value cannot be read'],
  ['[a]\nx = """hunter2', 'config:2', 'this value cannot be read'],
  ['[a]\nx = %(hunter2)s', 'config:2', 'this value refers to another one'],
  ['\u0000\u0001', 'config:1', 'must be a [section]'],
])('refused, without repeating what may be a secret: %j', (text, place, message) => {
  const refusal = () => parseIni(text, 'config')
  expect(refusal).toThrow(InputError)
  expect(refusal).toThrow(`${place}  ${message}`)
  expect(refusal).not.toThrow('hunter2')
})

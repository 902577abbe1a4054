import path from 'node:path'
import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { inFolder } from '../../testing/services.ts'
import { readDvcFile } from './dvc-file.ts'
import { readLock } from './lock.ts'
import { findOuts } from './outs.ts'

const digest = 'f0d115717d4f994c371cd06fa411c759'

async function outsOf(files: Readonly<Record<string, string>>, name: string) {
  return inFolder(files, async (root) => {
    const read = name.endsWith('.dvc') ? readDvcFile : readLock
    const outs = await read(path.join(root, name), { root, base: root })
    return outs.map(({ absolute, at, ...more }) => ({ ...more, path: path.relative(root, absolute), line: at.line }))
  })
}

test.each([
  [
    `outs:\n- md5: ${digest}.dir\n  size: 21\n  nfiles: 3\n  hash: md5\n  path: data\n`,
    [{ md5: `${digest}.dir`, hash: 'md5', path: 'a/data', line: 6 }],
  ],
  [
    `md5: ${digest}\nfrozen: true\nwdir: ../b\ndeps:\n- path: https://x/y\nouts:\n- path: c.csv\n  md5: '${digest}'\n  remote: Far\n`,
    [{ md5: digest, hash: 'md5-dos2unix', path: 'b/c.csv', line: 7, remote: 'Far' }],
  ],
  [
    `outs: [{md5: ${digest}, hash: md5, path: x}]\ndeps: [{path: x, repo: {url: u}}]`,
    [{ md5: digest, hash: 'md5', path: 'a/x', line: 1, unreachable: expect.stringContaining('another repository') }],
  ],
  [
    `outs: [{md5: ${digest}.dir, hash: md5, path: x, files: []}]`,
    [
      {
        md5: `${digest}.dir`,
        hash: 'md5',
        path: 'a/x',
        line: 1,
        unreachable: expect.stringContaining('version_aware'),
      },
    ],
  ],
])('a .dvc file: %j', async (text, expected) => {
  expect(await outsOf({ 'a/x.dvc': text }, 'a/x.dvc')).toEqual(expected)
})

test.each([
  ['', 'a/x.dvc  the file is empty'],
  ['[1]', 'a/x.dvc:1:1  must be a map'],
  ['outs: 1', 'outs: must be a list'],
  ['outs: []', 'tracks nothing'],
  ['outs: [1]', 'outs[0]: must be a map'],
  ['cmd: x\nouts: []', 'a/x.dvc:1:1  cmd: DVC knows no such key'],
  [`outs: [{md5: ${digest}}]`, 'has no path'],
  ['outs: [{path: x}]', 'outs[0].path: has no md5'],
  [`outs: [{md5: ${digest}, path: x, new: 1}]`, 'outs[0].new: DVC knows no such key'],
  [`outs: [{md5: ${digest}, hash: blake3, path: x}]`, 'outs[0].hash: is a kind of digest that is not known'],
  ['outs: [{md5: 12345678901234567890123456789012, path: x}]', 'outs[0].md5: must be an md5'],
  ['outs: [{md5: ../../../etc/passwd, path: x}]', 'outs[0].md5: must be an md5'],
  [`outs: [{md5: ${digest}, path: ../../x}]`, 'outs[0].path: leads out of the repository'],
  [`outs: [{md5: ${digest}, path: ..}]`, 'outs[0].path: leads out of the repository'],
  [`outs: [{md5: ${digest}, path: /etc/passwd}]`, 'outs[0].path: must be a path relative to this file'],
  [`outs: [{md5: ${digest}, path: s3://b/x}]`, 'outs[0].path: must be a path relative to this file'],
  [`wdir: ../../..\nouts: [{md5: ${digest}, path: x}]`, 'outs[0].path: leads out of the repository'],
  ['outs:\n- md5: a\n  md5: b', "a/x.dvc:3:3  the key 'md5' is written twice"],
  ['a: &a [x, x]\nouts: [*b]', 'is an alias of nothing'],
  [`${'[ '.repeat(20_000)}`, 'a/x.dvc'],
])('a .dvc file is refused: %j', async (text, message) => {
  const refusal = outsOf({ 'a/x.dvc': text }, 'a/x.dvc')
  await expect(refusal).rejects.toThrow(InputError)
  await expect(refusal).rejects.toThrow(message)
})

const lock = (stages: string) => `schema: '2.0'\nstages:\n${stages}`
const stage = (name: string, out: string) =>
  `  ${name}:\n    cmd: x\n    outs:\n    - path: ${out}\n      hash: md5\n      md5: ${digest}\n`

test('a dvc.lock: folders and remotes of its stages stand in dvc.yaml', async () => {
  const files = {
    'p/dvc.lock': lock(stage('plain', 'a.csv') + stage('wide@large', '../b.csv') + stage('computed', 'c.csv')),
    'p/dvc.yaml': `stages:
  plain: {cmd: x, outs: [{a.csv: {remote: far}}, other]}
  wide: {foreach: [large], do: {cmd: x, wdir: work, outs: [../b.csv]}}
  computed: {cmd: x, wdir: "\${folder}", outs: [c.csv]}
`,
  }
  expect(await outsOf(files, 'p/dvc.lock')).toEqual([
    { md5: digest, hash: 'md5', path: 'p/a.csv', line: 6, remote: 'far' },
    { md5: digest, hash: 'md5', path: 'p/b.csv', line: 12 },
  ])
})

test.each([
  ['stages: {}', "must be of the schema '2.0'"],
  ["schema: '1.0'", "must be of the schema '2.0'"],
  [lock('  a: {cmd: x, outs: {}}'), 'stages.a.outs: must be a list'],
  [lock(stage('a', '/x')), 'stages.a.outs[0].path: must be a path relative to this file'],
])('a dvc.lock is refused: %j', async (text, message) => {
  await expect(outsOf({ 'dvc.lock': text }, 'dvc.lock')).rejects.toThrow(message)
})

test('a repository is looked through, but for hidden folders, tracked ones, and repositories in it', async () => {
  const track = (name: string) => `outs: [{md5: ${digest}, hash: md5, path: ${name}}]`
  const files = {
    'a.dvc': `outs: [{md5: ${digest}.dir, hash: md5, path: a}]`,
    'a/no.dvc': track('no'),
    'deep/er/b.csv.dvc': track('b.csv'),
    'deep/broken.dvc': '[',
    'pipeline/dvc.lock': lock(stage('s', '../c.csv')),
    '.venv/no.dvc': track('no'),
    'node_modules/no.dvc': track('no'),
    'inner/.dvc/config': '',
    'inner/no.dvc': track('no'),
  }
  await inFolder(files, async (root) => {
    const { outs, faults } = await findOuts({ root, base: root })
    expect(outs.map(({ absolute }) => path.relative(root, absolute)).sort()).toEqual(['a', 'c.csv', 'deep/er/b.csv'])
    expect([...faults.keys()]).toEqual([path.join(root, 'deep/broken.dvc')])
  })
})

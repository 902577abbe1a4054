import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { zip } from '../../../../test/support/zip.ts'
import { unpackChosen } from './unpack.ts'

const only = { names: ['evaluation.json', 'model.json'], files: 2, bytes: 1000 }

async function unpack(archive: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'unpack-'))
  await writeFile(path.join(folder, 'a.zip'), archive)
  const into = path.join(folder, 'into')
  await unpackChosen(path.join(folder, 'a.zip'), into, only)
  return into
}

test('only what was chosen is unpacked, wherever it lies', async () => {
  const into = await unpack(
    zip([
      { name: 'evaluation.json', content: '{"a": 1}' },
      { name: 'model/model.json', content: '{}', method: 0 },
      { name: '../../.bashrc', content: 'echo' },
      { name: 'bomb.bin', content: Buffer.alloc(1_000_000), size: 5 },
    ]),
  )
  expect((await readdir(into, { recursive: true })).toSorted()).toEqual([
    'evaluation.json',
    'model',
    'model/model.json',
  ])
  expect(await readFile(path.join(into, 'evaluation.json'), 'utf8')).toBe('{"a": 1}')
})

const document = (name: string) => ({ name, content: '{}' })
const whole = zip([document('evaluation.json')])

test.each([
  ['a way out', zip([document('../evaluation.json')]), 'outside its folder'],
  ['an absolute path', zip([document('/tmp/evaluation.json')]), 'outside its folder'],
  ['a backslash', zip([document('..\\x/evaluation.json')]), 'outside its folder'],
  ['too many', zip(['a', 'b', 'c'].map((at) => document(`${at}/evaluation.json`))), 'more than 2 documents'],
  ['a large document', zip([{ name: 'evaluation.json', content: Buffer.alloc(1001) }]), 'too large'],
  [
    'two that are too large together',
    zip(['a', 'b'].map((at) => ({ name: `${at}/evaluation.json`, content: Buffer.alloc(600) }))),
    'too large',
  ],
  ['a bomb', zip([{ name: 'evaluation.json', content: Buffer.alloc(1_000_000), size: 5 }]), 'larger than it says'],
  ['less than it says', zip([{ name: 'evaluation.json', content: '{}', size: 5 }]), 'is broken'],
  ['a file twice', zip([document('evaluation.json'), document('evaluation.json')]), 'cannot stand together'],
  ['a file as a folder', zip([document('model.json'), document('model.json/model.json')]), 'cannot stand together'],
  ['another method', zip([{ ...document('evaluation.json'), method: 12 }]), 'unknown way'],
  ['no archive', Buffer.from('PK, or so'), 'no ZIP archive'],
  ['a cut archive', whole.subarray(40), 'broken|too many|no ZIP'],
])('%s is refused', async (_, archive, message) => {
  await expect(unpack(archive)).rejects.toThrow(new RegExp(message))
})

import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseTree, type TreeEntry, treeBytes, treeOid } from './tree.ts'

interface Made {
  readonly entries: readonly TreeEntry[]
  readonly oid: string
  readonly text: string
}

const made: readonly Made[] = JSON.parse(readFileSync('packages/dataset/src/dvc/fixtures/trees.json', 'utf8'))

test('a folder with a name outside of ASCII has the object that DVC gives it', () => {
  const entries = [
    { md5: 'ef4330228809c42919ada65a11393fd1', relpath: 'sub/b.csv' },
    { md5: 'b1946ac92492d2347c6235b4d2611184', relpath: 'a.txt' },
    { md5: '07117fe4a1ebd544965dc19573183da2', relpath: 'données/é😀.txt' },
  ]
  expect(treeBytes(entries).toString()).toBe(
    '[{"md5": "b1946ac92492d2347c6235b4d2611184", "relpath": "a.txt"}, {"md5": "07117fe4a1ebd544965dc19573183da2", ' +
      '"relpath": "donn\\u00e9es/\\u00e9\\ud83d\\ude00.txt"}, {"md5": "ef4330228809c42919ada65a11393fd1", "relpath": "sub/b.csv"}]',
  )
  expect(treeOid(entries)).toBe('f0d115717d4f994c371cd06fa411c759.dir')
})

test.each(made.map(({ entries, ...more }, index) => ({ index, entries, ...more })))(
  'folder $index of DVC: the same bytes and name',
  ({ entries, text, oid }) => {
    expect(treeBytes(entries).toString()).toBe(text)
    expect(treeOid([...entries].reverse())).toBe(oid)
  },
)

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => /^[^/\p{Cc}]+$/u.test(text))

test('what is written is read again, in the order of the paths', () => {
  const relpath = name.filter((text) => text !== '.' && text !== '..').map((text) => `in/${text}`)
  const digest = fc.stringMatching(/^[0-9a-f]{32}$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ md5: digest, relpath }), { selector: (entry) => entry.relpath }),
      (entries) => {
        const read = parseTree(treeBytes(entries), 'data')
        expect(new Set(read.map(({ md5, relpath: at }) => `${md5} ${at}`))).toEqual(
          new Set(entries.map(({ md5, relpath: at }) => `${md5} ${at}`)),
        )
        expect(treeOid(read)).toBe(treeOid(entries))
      },
    ),
  )
})

const digest = 'b1946ac92492d2347c6235b4d2611184'
const listed = (...paths: string[]) => JSON.stringify(paths.map((relpath) => ({ md5: digest, relpath })))

test.each([
  ['', 'cannot be read'],
  ['{"md5": 1}', 'cannot be read'],
  ['[1]', 'holds an entry without md5 and relpath'],
  ['[{"md5": "x", "relpath": "a"}]', 'holds an entry without md5 and relpath'],
  [`[{"md5": "${digest}.dir", "relpath": "a"}]`, 'holds an entry without md5 and relpath'],
  [listed('../a'), 'holds a path that is not allowed: "../a"'],
  [listed('a/../../b'), 'holds a path that is not allowed: "a/../../b"'],
  [listed('/etc/passwd'), 'holds a path that is not allowed: "/etc/passwd"'],
  [listed('a//b'), 'holds a path that is not allowed: "a//b"'],
  [listed('./a'), 'holds a path that is not allowed: "./a"'],
  [listed(''), 'holds a path that is not allowed: ""'],
  [listed('a\n::error::b'), 'holds a path that is not allowed: "a\\n::error::b"'],
  [listed('a', 'b', 'a'), 'holds "a" twice, or as a file and as a folder'],
  [listed('a/b/c', 'a/b'), 'holds "a/b" twice, or as a file and as a folder'],
])('refused: %s', (text, message) => {
  expect(() => parseTree(Buffer.from(text), 'data')).toThrow(`data  the list of its files ${message}`)
})

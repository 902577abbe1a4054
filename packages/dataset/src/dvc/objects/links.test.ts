import { chmod, lstat, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { inFolder } from '../../testing/services.ts'
import { defaultLinks, linkingBy, linkTypes } from './links.ts'

test.each([
  [undefined, defaultLinks],
  ['', defaultLinks],
  ['hardlink', ['hardlink']],
  ['Reflink, symlink,copy', ['reflink', 'symlink', 'copy']],
])('cache.type %j', (written, types) => {
  expect(linkTypes(written)).toEqual(types)
})

test('a way that DVC does not know is refused', () => {
  expect(() => linkTypes('copy,junction')).toThrow(".dvc/config  cache.type: 'junction' is no way")
})

test.each([
  ['copy', true, 1, false],
  ['hardlink', false, 2, false],
  ['symlink', false, 1, true],
] as const)('%s', async (type, own, links, isLink) => {
  await inFolder({ cached: 'x' }, async (folder) => {
    const [cached, into] = [path.join(folder, 'cached'), path.join(folder, 'into')]
    await chmod(cached, 0o444)
    expect(await linkingBy([type]).place(cached, into)).toBe(own)
    expect(await readFile(into, 'utf8')).toBe('x')
    expect((await lstat(into)).isSymbolicLink()).toBe(isLink)
    expect((await stat(into)).nlink).toBe(links)
  })
})

test('where the file system makes no clones, bytes are copied, and that is remembered', async () => {
  await inFolder({ cached: 'x' }, async (folder) => {
    const linking = linkingBy(defaultLinks)
    expect(linking.copies()).toBe(false)
    expect(await linking.place(path.join(folder, 'cached'), path.join(folder, 'into'))).toBe(true)
    expect(await readFile(path.join(folder, 'into'), 'utf8')).toBe('x')
    const clones = await linkingBy(['reflink'])
      .place(path.join(folder, 'cached'), path.join(folder, 'other'))
      .catch(() => false)
    expect(linking.copies()).toBe(!clones)
  })
})

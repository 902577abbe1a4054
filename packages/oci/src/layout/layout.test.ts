import { createWriteStream } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pack } from 'tar-stream'
import { digestOf, readImage, type TarEntry, unpackLayers, writeArchive, writeImage, writeLayer } from '../index.ts'
import { blobFile, openLayout, putBlob } from './layout.ts'

let scratch: string
let count = 0

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-oci-'))
})

afterAll(() => rm(scratch, { recursive: true, force: true }))

const fresh = () => {
  count += 1
  return path.join(scratch, `folder-${count}`)
}

const file = (at: string, text: string): TarEntry => ({
  type: 'file',
  path: at,
  mode: 0o644,
  content: Buffer.from(text),
})

const linux = { os: 'linux', architecture: 'amd64' }

async function imageOf(folder: string, layers: TarEntry[][], compression: 'none' | 'gzip' = 'gzip') {
  const layout = await openLayout(folder)
  const written = []
  for (const entries of layers) written.push(await writeLayer(layout, entries, { compression }))
  const descriptors = written.map((layer, index) => ({
    ...layer.descriptor,
    annotations: { 'dev.trainyard.layer': `layer${index}` },
  }))
  const rootfs = { type: 'layers' as const, diff_ids: written.map((layer) => layer.diffId) }
  return { image: await writeImage(layout, { ...linux, rootfs }, descriptors, {}), written }
}

/** An image whose only layer is the given tar, written member by member, however hostile. */
async function imageOfTar(members: Parameters<ReturnType<typeof pack>['entry']>[0][]) {
  const layout = await openLayout(fresh())
  const archive = pack()
  for (const member of members) archive.entry(member, member.type === 'file' ? 'evil' : '')
  archive.finalize()
  const tar = fresh()
  await pipeline(archive, createWriteStream(tar))
  const { createReadStream } = await import('node:fs')
  const { digest, size } = await putBlob(layout, createReadStream(tar))
  const descriptor = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size }
  return writeImage(layout, { ...linux, rootfs: { type: 'layers', diff_ids: [digest] } }, [descriptor], {})
}

const name = fc.stringMatching(/^[a-z0-9]{1,8}$/)
const content = fc.dictionary(name, fc.string({ maxLength: 300 }), { minKeys: 1, maxKeys: 5 })

describe('a layout', () => {
  test('gives back what was put in, and each digest names the bytes below it', async () => {
    const property = fc.asyncProperty(content, fc.constantFrom('none', 'gzip'), async (files, compression) => {
      const folder = fresh()
      const entries = Object.entries(files).map(([at, text]) => file(at, text))
      const { image, written } = await imageOf(folder, [entries], compression)
      const read = await readImage(folder)
      expect(read.descriptor).toEqual(image.descriptor)
      for (const { digest, size } of [read.descriptor, read.manifest.config, ...read.manifest.layers]) {
        const bytes = await readFile(blobFile(read.layout, digest))
        expect([digestOf(bytes), bytes.length]).toEqual([digest, size])
      }
      expect(read.config.rootfs.diff_ids).toEqual(written.map((layer) => layer.diffId))
      const into = fresh()
      await unpackLayers(folder, image.descriptor.digest, into)
      for (const [at, text] of Object.entries(files)) expect(await readFile(path.join(into, at), 'utf8')).toBe(text)
    })
    await fc.assert(property, { numRuns: 20 })
  }, 60_000)

  test('an image written again reuses its layers and gets the same digest', async () => {
    const folder = fresh()
    const first = await imageOf(folder, [[file('a', '1')], [file('b', '2')]])
    const again = await imageOf(folder, [[file('a', '1')], [file('b', '3')]])
    expect(first.written.map((layer) => layer.reused)).toEqual([false, false])
    expect(again.written.map((layer) => layer.reused)).toEqual([true, false])
    const elsewhere = await imageOf(fresh(), [[file('a', '1')], [file('b', '3')]])
    expect(elsewhere.image.descriptor).toEqual(again.image.descriptor)
    expect(await readdir(path.join(folder, 'blobs', 'sha256'))).toHaveLength(4)
  })

  test('a damaged blob is found, named, and replaced by the next build', async () => {
    const folder = fresh()
    const { image, written } = await imageOf(folder, [[file('a', '1')]])
    const layer = blobFile(image.layout, written[0]?.descriptor.digest ?? '')
    await writeFile(layer, 'damaged')
    await expect(unpackLayers(folder, image.descriptor.digest, fresh())).rejects.toThrow(/damaged|incorrect header/)
    await writeFile(blobFile(image.layout, image.descriptor.digest), '{}')
    await expect(readImage(folder)).rejects.toThrow(`is damaged: expected ${image.descriptor.digest}`)
    const again = await imageOf(folder, [[file('a', '1')]])
    expect(again.written[0]?.reused).toBe(false)
    expect(again.image.descriptor).toEqual(image.descriptor)
  })

  test('a folder with other files in it is not written to', async () => {
    const folder = fresh()
    await mkdir(folder)
    await writeFile(path.join(folder, 'thesis.doc'), '')
    await expect(openLayout(folder)).rejects.toThrow('is not empty and holds no image')
    await expect(readImage(folder)).rejects.toThrow('is not an OCI image layout')
  })

  test('an unknown digest lists those that are there', async () => {
    const folder = fresh()
    const { image } = await imageOf(folder, [[file('a', '1')]])
    await expect(readImage(folder, digestOf('other'))).rejects.toThrow(image.descriptor.digest)
  })

  test('an archive holds a whole layout and the list that older engines read', async () => {
    const { image } = await imageOf(fresh(), [[file('a', '1')]])
    const archive = `${fresh()}.tar`
    await writeArchive(image, 'penguins:latest', archive)
    const bytes = await readFile(archive, 'latin1')
    for (const part of [
      'oci-layout',
      'index.json',
      '"RepoTags":["penguins:latest"]',
      image.manifest.config.digest.slice(7),
    ])
      expect(bytes).toContain(part)
    await writeArchive(image, 'penguins:latest', `${archive}2`)
    expect((await readFile(archive)).equals(await readFile(`${archive}2`))).toBe(true)
  })
})

describe('unpacking', () => {
  test('takes only the layers that are named; later layers win', async () => {
    const folder = fresh()
    const { image } = await imageOf(folder, [[file('a', 'old'), file('only', '0')], [file('a', 'new')]])
    const [all, one] = [fresh(), fresh()]
    await unpackLayers(folder, image.descriptor.digest, all)
    await unpackLayers(folder, image.descriptor.digest, one, ['layer0'])
    expect(await readFile(path.join(all, 'a'), 'utf8')).toBe('new')
    expect(await readFile(path.join(one, 'a'), 'utf8')).toBe('old')
  })

  test('whiteouts remove what lower layers brought', async () => {
    const folder = fresh()
    const { image } = await imageOf(folder, [
      [file('gone', 'x'), file('kept', 'x'), file('d/old', 'x'), file('tree/a/b', 'x')],
      [file('.wh.gone', ''), file('d/new', 'x'), file('d/.wh..wh..opq', ''), file('.wh.tree', '')],
    ])
    const into = fresh()
    await unpackLayers(folder, image.descriptor.digest, into)
    expect((await readdir(into, { recursive: true })).sort()).toEqual(['d', 'd/new', 'kept'])
  })

  test('links within the folder are kept', async () => {
    const image = await imageOfTar([
      { name: 'usr/lib/real', type: 'file' },
      { name: 'lib', type: 'symlink', linkname: 'usr/lib' },
      { name: 'usr/lib/deep', type: 'symlink', linkname: '../../usr/lib/real' },
      { name: 'hard', type: 'link', linkname: 'usr/lib/real' },
      { name: 'lib/through', type: 'file' },
    ])
    const into = fresh()
    await unpackLayers(image.layout.folder, image.descriptor.digest, into)
    expect(await readlink(path.join(into, 'lib'))).toBe('usr/lib')
    expect(await readFile(path.join(into, 'lib', 'deep'), 'utf8')).toBe('evil')
    expect((await stat(path.join(into, 'hard'))).nlink).toBe(2)
    expect(await readFile(path.join(into, 'usr/lib/through'), 'utf8')).toBe('evil')
  })

  test.each([
    ['a path with ..', [{ name: '../escaped', type: 'file' as const }]],
    ['a path with .. inside', [{ name: 'a/../../escaped', type: 'file' as const }]],
    ['an absolute path', [{ name: '/tmp/trainyard-escaped', type: 'file' as const }]],
    ['an absolute link', [{ name: 'l', type: 'symlink' as const, linkname: '/etc' }]],
    ['a link upwards', [{ name: 'a/l', type: 'symlink' as const, linkname: '../../escaped' }]],
    [
      'a link that climbs through another link',
      [
        { name: 'a/b/c', type: 'file' as const },
        { name: 'x', type: 'symlink' as const, linkname: 'a/b' },
        { name: 'l', type: 'symlink' as const, linkname: 'x/../../../escaped' },
      ],
    ],
    [
      'a file through a link that was refused',
      [
        { name: 'l', type: 'symlink' as const, linkname: '..' },
        { name: 'l/escaped', type: 'file' as const },
      ],
    ],
    ['a hard link to the outside', [{ name: 'h', type: 'link' as const, linkname: '../../etc/passwd' }]],
    ['a hard link to an absolute path', [{ name: 'h', type: 'link' as const, linkname: '/etc/passwd' }]],
    ['a character device', [{ name: 'null', type: 'character-device' as const }]],
    ['a block device', [{ name: 'sda', type: 'block-device' as const }]],
    ['a fifo', [{ name: 'pipe', type: 'fifo' as const }]],
    ['a whiteout of the parent', [{ name: 'a/.wh...', type: 'file' as const }]],
  ])('%s is refused', async (_what, members) => {
    const image = await imageOfTar(members)
    const into = path.join(fresh(), 'into')
    await expect(unpackLayers(image.layout.folder, image.descriptor.digest, into)).rejects.toThrow(
      /a layer (holds|links)/,
    )
    expect(await readdir(path.dirname(into))).toEqual(['into'])
  })

  test('a link that stood in the folder before leads nowhere', async () => {
    const image = await imageOfTar([{ name: 'l/escaped', type: 'file' }])
    const [into, outside] = [fresh(), fresh()]
    await mkdir(into)
    await mkdir(outside)
    await symlink(outside, path.join(into, 'l'))
    await expect(unpackLayers(image.layout.folder, image.descriptor.digest, into)).rejects.toThrow(
      'leads out of the folder',
    )
    expect(await readdir(outside)).toEqual([])
  })

  test('a file is replaced, not written through', async () => {
    const image = await imageOfTar([{ name: 'a', type: 'file' }])
    const [into, outside] = [fresh(), fresh()]
    await mkdir(into)
    await writeFile(outside, 'mine')
    await link(outside, path.join(into, 'a'))
    await unpackLayers(image.layout.folder, image.descriptor.digest, into)
    expect([await readFile(outside, 'utf8'), await readFile(path.join(into, 'a'), 'utf8')]).toEqual(['mine', 'evil'])
  })
})

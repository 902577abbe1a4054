import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { md5 } from '../../testing/dvc.ts'
import { inFolder } from '../../testing/services.ts'
import { otherDigest, unixDigest } from './digest.ts'

interface Made {
  readonly data: string
  readonly padding: number
  readonly 'md5-dos2unix': string
}

const made: readonly Made[] = JSON.parse(readFileSync('packages/dataset/src/dvc/fixtures/digests.json', 'utf8'))

const contentOf = ({ data, padding }: Made) => Buffer.concat([Buffer.alloc(padding, 'x'), Buffer.from(data, 'base64')])

test.each(made.map((file, index) => ({ index, file })))(
  'file $index: the digest of DVC before 3.0',
  async ({ file }) => {
    await inFolder({ f: contentOf(file) }, async (folder) => {
      expect(await unixDigest(path.join(folder, 'f'))).toBe(file['md5-dos2unix'])
    })
  },
)

test('the digest of the raw bytes decides, and where DVC before 3.0 wrote it, that of text with the line ends of Unix too', async () => {
  await inFolder({ f: 'x\r\n1\r\n' }, async (folder) => {
    const file = path.join(folder, 'f')
    const [raw, unix] = [md5('x\r\n1\r\n'), md5('x\n1\n')]
    expect(await otherDigest(file, { md5: raw, hash: 'md5' })).toBeUndefined()
    expect(await otherDigest(file, { md5: unix, hash: 'md5' })).toBe(raw)
    expect(await otherDigest(file, { md5: unix, hash: 'md5-dos2unix' })).toBeUndefined()
    expect(await otherDigest(file, { md5: md5('other'), hash: 'md5-dos2unix' })).toBe(unix)
  })
})

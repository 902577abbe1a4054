import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { md5Hash } from './index.ts'
import { openLanes } from './lanes.ts'

const md5 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function opened() {
  const hash = openLanes()?.open()
  if (!hash) throw new Error('this machine has no vectors')
  return hash
}

/** RFC 1321, appendix A.5. */
test.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
])('the md5 of %j is that of RFC 1321', async (text, digest) => {
  const hash = opened()
  hash.update(Buffer.from(text))
  expect(await hash.digest()).toBe(digest)
})

test('messages of every length around the ends of blocks', async () => {
  const lanes = openLanes()
  for (let length = 0; length < 200; length += 1) {
    const message = Buffer.alloc(length, length)
    const hash = lanes?.open()
    hash?.update(message)
    expect(await hash?.digest()).toBe(md5(message))
  }
})

const piece = fc.tuple(fc.nat(), fc.nat(200_000), fc.nat(255)).map(([turn, length, seed]) => ({
  turn,
  bytes: Buffer.from(Array.from({ length: Math.min(length, 300) }, (_, i) => (seed * 31 + i * i) % 256)),
  times: length < 150_000 ? 1 : 600,
}))

test('any messages side by side, in any pieces: each has the md5 that node:crypto computes', async () => {
  const lanes = openLanes()
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 16 }), fc.array(piece, { maxLength: 40 }), async (count, pieces) => {
      const all = Array.from({ length: count }, () => ({ hash: lanes?.open(), parts: [] as Uint8Array[] }))
      for (const { turn, bytes, times } of pieces) {
        const message = all[turn % count]
        const part = Buffer.concat(Array.from({ length: times }, () => bytes))
        message?.hash?.update(part)
        message?.parts.push(part)
      }
      const digests = await Promise.all(all.map(({ hash }) => hash?.digest()))
      expect(digests).toEqual(all.map(({ parts }) => md5(...parts)))
    }),
    { numRuns: 50 },
  )
})

test('one that is given up makes room for another, and never spoils it', async () => {
  const lanes = openLanes()
  const sixteen = Array.from({ length: 16 }, () => lanes?.open())
  expect(lanes?.open()).toBeUndefined()
  const [first] = sixteen
  first?.update(Buffer.alloc(1000, 7))
  first?.close()
  const next = lanes?.open()
  first?.close()
  expect(lanes?.open()).toBeUndefined()
  next?.update(Buffer.from('abc'))
  expect(await next?.digest()).toBe(md5(Buffer.from('abc')))
})

test('one alone, more than there are lanes, and those between: all are right', async () => {
  const hashes = Array.from({ length: 20 }, (_, index) => ({ hash: md5Hash(), bytes: Buffer.alloc(300_000, index) }))
  for (const { hash, bytes } of hashes) hash.update(bytes)
  const digests = await Promise.all(hashes.map(({ hash }) => hash.digest()))
  expect(digests).toEqual(hashes.map(({ bytes }) => md5(bytes)))
  const alone = md5Hash()
  alone.close()
  expect(await md5Hash().digest()).toBe(md5())
})

import { execFile } from 'node:child_process'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readElf } from './elf.ts'
import { neededLibraries } from './libraries.ts'

const run = promisify(execFile)
const onLinux = process.platform === 'linux' ? describe : describe.skip
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-elf-'))
})

afterAll(() => rm(scratch, { recursive: true }))

/** The beginning of this very Node, whose headers are real. */
async function headOfNode(bytes: number): Promise<Buffer> {
  const handle = await open(process.execPath)
  try {
    return (await handle.read(Buffer.alloc(bytes), 0, bytes, 0)).buffer
  } finally {
    await handle.close()
  }
}

onLinux('this Node', () => {
  test('names its linker and its libraries', async () => {
    const elf = await readElf(process.execPath)
    expect(elf?.machine).toBe(process.arch === 'x64' ? 62 : 183)
    expect(elf?.interpreter).toMatch(/^\/lib.*\/ld-linux/)
    expect(elf?.needed).toEqual(expect.arrayContaining(['libc.so.6', 'libstdc++.so.6', 'libm.so.6']))
  })

  test('needs what the dynamic linker itself says it loads', async () => {
    const { stdout } = await run('ldd', [process.execPath])
    const loaded = [...stdout.matchAll(/(\S+) \(0x/g)].map((match) => path.basename(match[1] ?? ''))
    const found = (await neededLibraries([process.execPath], process.arch)).map((file) => path.basename(file))
    expect(found.sort()).toEqual(loaded.filter((name) => !name.startsWith('linux-vdso')).sort())
  })
})

test('a file that is no program has no header', async () => {
  const file = path.join(scratch, 'text')
  await writeFile(file, 'only text')
  expect(await readElf(file)).toBeUndefined()
  await expect(neededLibraries([file], 'x64')).rejects.toThrow('is not a 64-bit ELF file')
})

onLinux('a damaged program', () => {
  test('is an input error or read as far as it goes, never a crash', async () => {
    const head = await headOfNode(4096)
    const file = path.join(scratch, 'damaged')
    const damage = fc.array(fc.tuple(fc.integer({ min: 16, max: 4095 }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 40,
    })
    const property = fc.asyncProperty(damage, fc.integer({ min: 64, max: 4096 }), async (changes, length) => {
      const bytes = Buffer.from(head)
      for (const [at, value] of changes) bytes[at] = value
      await writeFile(file, bytes.subarray(0, length))
      const outcome = await readElf(file).catch((error: Error) => error.name)
      expect(['InputError', 'undefined', 'object']).toContain(typeof outcome === 'string' ? outcome : typeof outcome)
    })
    await fc.assert(property, { numRuns: 200 })
  })

  test('a library that this machine lacks is named, with the program that needs it', async () => {
    const file = path.join(scratch, 'renamed')
    const bytes = await readFile(process.execPath)
    for (let at = bytes.indexOf('libm.so.6'); at >= 0; at = bytes.indexOf('libm.so.6', at + 1))
      bytes.write('libq.so.7', at)
    await writeFile(file, bytes)
    await expect(neededLibraries([file], process.arch)).rejects.toThrow(`${file} needs libq.so.7`)
  })
})

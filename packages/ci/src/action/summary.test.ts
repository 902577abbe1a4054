import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { appendSummary, fit } from './summary.ts'

test('what fits stays as it is; what does not is cut at a line and says so', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 100, max: 400 }), (lines, bytes) => {
      const text = lines.map((line) => `${line}\n`).join('')
      const fitted = fit(text, bytes)
      expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(bytes)
      if (Buffer.byteLength(text) <= bytes) expect(fitted).toBe(text)
      else if (fitted !== '') expect(text.startsWith(fitted.slice(0, fitted.indexOf('\n\n*Cut here')))).toBe(true)
    }),
  )
})

test('the file never grows above 1 MiB, whatever was in it', async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'trainyard-summary-')), 'summary.md')
  await writeFile(file, 'x'.repeat(900_000))
  await appendSummary('| row |\n'.repeat(100_000), file)
  expect((await stat(file)).size).toBeLessThanOrEqual(1024 * 1024)
  expect(await readFile(file, 'utf8')).toMatch(/Cut here: a job summary holds 1 MiB/)
})

test('without a runner nothing is written', async () => {
  await expect(appendSummary('text', '')).resolves.toBeUndefined()
})

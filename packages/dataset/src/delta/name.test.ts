import { expect, test } from '@jest/globals'
import { deltaName, timestampOf } from '@trainyard/config'
import { inTable } from '../testing/delta.ts'
import { deltaNamed } from './name.ts'

test.each([
  [{ delta: 'a/t' }, 'a/t'],
  [{ delta: 't', version: 0 }, 't@v0'],
  [{ delta: 't', timestamp: '2026-01-31' }, 't@20260131000000000'],
  [{ delta: 't', timestamp: '2026-01-31T12:00:00.5+02:00' }, 't@20260131100000500'],
])('%j is written %s', (config, text) => {
  expect(deltaName(config)).toBe(text)
})

test.each([
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2026-01-31 10:00', Date.UTC(2026, 0, 31, 10)],
  ['2026-01-31T10:00:00Z', Date.UTC(2026, 0, 31, 10)],
  ['2026-13-31', Number.NaN],
])('%s is a time, in UTC where no zone is said', (written, time) => {
  expect(timestampOf(written)).toBe(time)
})

test('a text names a table where its folder holds a log, at a version or a time behind it', async () => {
  await inTable(async ({ base }) => {
    expect(await deltaNamed('t', base)).toEqual({ delta: 't' })
    expect(await deltaNamed('t@v7', base)).toEqual({ delta: 't', version: 7 })
    expect(await deltaNamed('t@20260131100000500', base)).toEqual({ delta: 't', timestamp: '2026-01-31T10:00:00.500Z' })
    for (const other of ['other', 'other@v7', 't@7', 't@v', '.', 't/_delta_log']) {
      expect(await deltaNamed(other, base)).toBeUndefined()
    }
  })
})

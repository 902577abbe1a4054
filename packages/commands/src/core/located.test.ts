import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import type { Context } from './context.ts'
import { located } from './located.ts'

const config = {
  position: (path: readonly (string | number)[]) => ({ file: 'trainyard.yml', line: path.length, column: 1 }),
}
const context = { config } as Context

const thrown = (at: { file: string; key?: string; line?: number }) =>
  located(context, () => Promise.reject(new InputError('wrong', { at }))).catch((error) => error.problems[0].at)

test('a key of the configuration gets its line and column', async () => {
  expect(await thrown({ file: 'trainyard.yml', key: 'evaluate.gates[0]' })).toEqual({
    file: 'trainyard.yml',
    line: 3,
    column: 1,
    key: 'evaluate.gates[0]',
  })
})

test('a problem of another file, or one that knows its line, stays as it is', async () => {
  expect(await thrown({ file: 'data.csv', key: 'x' })).toEqual({ file: 'data.csv', key: 'x' })
  expect(await thrown({ file: 'trainyard.yml', key: 'name', line: 9 })).toEqual({
    file: 'trainyard.yml',
    key: 'name',
    line: 9,
  })
})

test('other errors pass', async () => {
  await expect(located(context, () => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError)
})

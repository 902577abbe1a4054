import { expect, test } from '@jest/globals'
import { noExec } from '../../../../test/support/services.ts'
import { peakMemory } from './memory.ts'

test('the peak of this very process is about what it holds, in bytes', async () => {
  const exec =
    process.platform === 'linux'
      ? noExec
      : { run: async () => ({ code: 0, signal: null, stdout: '2048\n', stderr: '' }) }
  expect(await peakMemory(process.pid, exec)).toBeGreaterThanOrEqual(2 ** 21)
})

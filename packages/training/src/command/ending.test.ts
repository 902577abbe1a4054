import { writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { fresh } from '../tests/tables.ts'
import { type Ending, faultOf, missingModuleOf } from './ending.ts'
import { outOfMemoryKills } from './memory.ts'

const well: Ending = { code: 0, signal: null, outOfMemory: false, toldOfMemory: false }

test.each<[Partial<Ending>, string | undefined]>([
  [{}, undefined],
  [{ code: 3 }, 'ended with exit code 3'],
  [{ code: 0, timedOut: true, timeoutMs: 90_000 }, 'did not end within 90 s and was stopped'],
  [{ code: null, signal: 'SIGKILL', timedOut: true, timeoutMs: 500 }, 'did not end within 0.5 s and was stopped'],
  [{ code: null, signal: 'SIGKILL' }, 'was killed (SIGKILL), as happens where the machine runs out of memory'],
  [{ code: 137 }, 'was killed (SIGKILL), as happens where the machine runs out of memory'],
  [{ code: 137, outOfMemory: true }, 'was killed (SIGKILL): the machine ran out of memory'],
  [{ code: null, signal: 'SIGABRT', toldOfMemory: true }, 'was ended by SIGABRT (it gave up): it ran out of memory'],
  [{ code: 139 }, 'was ended by SIGSEGV (it touched memory that is not its own)'],
  [{ code: null, signal: 'SIGTERM' }, 'was ended by SIGTERM'],
  [{ code: 255 }, 'ended with exit code 255'],
  [{ code: 1, missingModule: 'joblib' }, 'ended with exit code 1: Python found no module joblib'],
])('%j: %s', (ending, sentence) => expect(faultOf({ ...well, ...ending })).toBe(sentence))

test.each([
  [["ModuleNotFoundError: No module named 'joblib'"], 'joblib'],
  [["ModuleNotFoundError: No module named 'a.b'; 'a' is not a package"], 'a.b'],
  [["I would say: ModuleNotFoundError: No module named 'x'"], undefined],
  [[], undefined],
])('last lines %j tell of the module %s', (lines, module) => expect(missingModuleOf(lines)).toBe(module))

test('the kernel’s count of processes that it ended for want of memory is read where there is one', async () => {
  const file = fresh('vmstat')
  writeFileSync(file, 'pgfault 12\noom_kill 3\nswap_ra 0\n')
  expect(await outOfMemoryKills(file)).toBe(3)
  expect(await outOfMemoryKills('/no/vmstat')).toBeUndefined()
})

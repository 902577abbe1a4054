import { expect, test } from '@jest/globals'
import { FaultError, remedyOf } from './errors.ts'

test('an error of the system says how to mend it, and a fault what it was given', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  expect(remedyOf(full)).toMatch(/Make room on that disk/)
  expect(remedyOf(new FaultError('the server is down', { remedy: 'Start it.' }))).toBe('Start it.')
  expect(remedyOf(new FaultError('the server is down', { cause: full }))).toBeUndefined()
  expect(remedyOf(Object.assign(new Error('?'), { code: 'toString' }))).toBeUndefined()
  expect(remedyOf('text')).toBeUndefined()
})

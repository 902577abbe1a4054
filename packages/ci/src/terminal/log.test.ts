import { expect, test } from '@jest/globals'
import { systemClock } from '../clock.ts'
import { terminalLog } from './log.ts'

function logOn(isTTY: boolean, env: Record<string, string> = {}) {
  const written: string[] = []
  let now = 0
  const clock = { ...systemClock, elapsed: () => now }
  const screen = { isTTY, write: (text: string) => written.push(text) }
  return {
    log: terminalLog({ screen, env, clock, verbose: false }),
    written,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('a secret is hidden in everything after it was named', () => {
  const { log, written } = logOn(false)
  log.mask('s3cret')
  log.mask('')
  log.info('token s3cret')
  log.warning('s3cret again', { file: 'a.yml', line: 3 })
  expect(written.join('')).toBe('token ***\nwarning a.yml:3  *** again\n')
})

test('colours are for terminals, and not for those who set NO_COLOR', () => {
  const shown = (isTTY: boolean, env: Record<string, string>) => {
    const { log, written } = logOn(isTTY, env)
    log.error('wrong')
    return written.join('')
  }
  expect(shown(true, {})).toContain('\u001b[31m')
  expect(shown(true, { NO_COLOR: '1' })).toBe('error wrong\n')
  expect(shown(false, {})).toBe('error wrong\n')
})

test('progress overwrites itself on a terminal and is cleared by the next line', () => {
  const { log, written, pass } = logOn(true, { NO_COLOR: '1' })
  pass(200)
  log.progress('1 %')
  pass(10)
  log.progress('2 %')
  pass(200)
  log.progress('3 %')
  log.info('done')
  expect(written).toEqual(['\r\u001b[2K1 %', '\r\u001b[2K3 %', '\r\u001b[2Kdone\n'])
})

test('progress elsewhere is a line every five seconds', () => {
  const { log, written, pass } = logOn(false)
  for (let at = 0; at < 12; at += 1) {
    log.progress(`${at} s`)
    pass(1000)
  }
  expect(written).toEqual(['5 s\n', '10 s\n'])
})

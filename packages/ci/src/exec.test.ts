import { describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { processExec } from './exec.ts'

const exec = processExec({ cwd: process.cwd(), env: { PATH: process.env['PATH'], GREETING: 'hello', EXTRA: 'x' } })
const node = (script: string, options = {}) => exec.run(process.execPath, ['-e', script], options)

describe('a program', () => {
  test('hands back exit code, output and errors', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exitCode = 3')
    expect(result).toEqual({ code: 3, signal: null, stdout: 'out\n', stderr: 'err\n' })
  })

  test('gets its arguments as they are, without a shell', async () => {
    const { stdout } = await exec.run(process.execPath, ['-e', 'console.log(process.argv[1])', '$(id); `id`'])
    expect(stdout).toBe('$(id); `id`\n')
  })

  test('sees our environment with what is laid over it; undefined removes', async () => {
    const script = 'console.log(process.env.GREETING, process.env.EXTRA)'
    expect((await node(script, { env: { GREETING: 'bye', EXTRA: undefined } })).stdout).toBe('bye undefined\n')
  })

  test('tells each line as it appears, also the last one without an end', async () => {
    const lines: string[] = []
    await node('process.stdout.write("one\\ntwo"); process.stderr.write("three\\n")', {
      onLine: (line: string, stream: string) => lines.push(`${stream} ${line}`),
    })
    expect(lines.sort()).toEqual(['stderr three', 'stdout one', 'stdout two'])
  })

  test('keeps characters whole that arrive in two parts', async () => {
    const script = `process.stdout.write(Buffer.from([0xe2, 0x82])); setTimeout(() => process.stdout.write(Buffer.from([0xac])), 50)`
    expect((await node(script)).stdout).toBe('€')
  })

  test('is stopped when its time is up, and what it started with it', async () => {
    const started = performance.now()
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' }); setTimeout(() => {}, 60000)`
    const result = await node(child, { timeoutMs: 300 })
    expect(result).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('that is not there is an input error with a remedy', async () => {
    await expect(exec.run('no-such-program', [])).rejects.toThrow(InputError)
    await expect(exec.run('no-such-program', [])).rejects.toThrow(/Install it/)
  })
})

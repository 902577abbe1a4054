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

  test('that does not heed SIGTERM is killed, and said to be stopped for its time', async () => {
    const result = await node("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)", { timeoutMs: 300 })
    expect(result).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: true })
  }, 20_000)

  test('that ends well after its time was up has not ended well', async () => {
    const result = await node("process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)", {
      timeoutMs: 500,
    })
    expect(result).toMatchObject({ code: 0, timedOut: true })
  })

  test('takes what it left running with it, where that is asked for', async () => {
    const leave = `const { pid } = require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); console.log(pid); process.exit(0)`
    const started = performance.now()
    const { code, stdout } = await node(leave, { endLeftovers: true })
    expect(code).toBe(0)
    expect(performance.now() - started).toBeLessThan(10_000)
    // What nobody has waited for yet is still listed, as a zombie.
    expect((await exec.run('ps', ['-o', 'stat=', '-p', stdout.trim()])).stdout).toMatch(/^(Z.*)?\s*$/)
  })

  // Elsewhere, the process group alone is ended.
  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux.each([
    ['ends', 'process.exit(0)', {}],
    ['is stopped for its time', 'setTimeout(() => {}, 60000)', { timeoutMs: 500 }],
  ])(
    'takes a daemon with a session of its own with it, when it %s',
    async (_, then, limits) => {
      const daemon = `const { pid } = require('node:child_process').spawn('setsid', ['sh', '-c', 'sleep 60; true'], { stdio: 'inherit', detached: true }); console.log(pid); setTimeout(() => { ${then} }, 100)`
      const { stdout } = await node(daemon, { endLeftovers: true, ...limits })
      expect((await exec.run('ps', ['-o', 'stat=', '-p', stdout.trim()])).stdout).toMatch(/^(Z.*)?\s*$/)
    },
    20_000,
  )

  test.each([
    ['with lines', "'x'.repeat(99) + '\\n'"],
    ['without a line end', "'x'.repeat(100)"],
  ])(
    'that floods its output with 100 MB %s: only the end is kept',
    async (_, piece) => {
      let told = 0
      const flood = `const piece = (${piece}).repeat(10000); for (let at = 0; at < 100; at += 1) require('node:fs').writeSync(1, piece)`
      const { stdout } = await node(flood, { keep: 1000, onLine: (line: string) => (told += line.length) })
      expect(stdout).toHaveLength(1000)
      expect(told).toBeGreaterThanOrEqual(99_000_000)
    },
    30_000,
  )

  test('that is not there is an input error with a remedy', async () => {
    await expect(exec.run('no-such-program', [])).rejects.toThrow(InputError)
    await expect(exec.run('no-such-program', [])).rejects.toThrow(/Install it/)
  })
})

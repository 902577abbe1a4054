import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, jest, test } from '@jest/globals'
import { dist, runBundle } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(120_000)

/** A train step whose command is a shell script; `timeout` as in trainyard.yml. */
async function trained(body: string, timeout = '30s') {
  const { workspace } = await project(body, timeout)
  const result = await runBundle('train', { workspace })
  return { ...result, left: existsSync(path.join(workspace, '.trainyard/train')), workspace }
}

async function project(body: string, timeout = '30s') {
  const workspace = await checkout()
  const script = path.join(workspace, 'train.sh')
  await writeFile(script, `#!/bin/sh\n${body}\n`)
  await chmod(script, 0o755)
  const config = `name: penguins\ndata: {train: data/penguins.csv, target: species}\ntrain: {run: ./train.sh, timeout: ${timeout}}\n`
  await writeFile(path.join(workspace, 'trainyard.yml'), config)
  return { workspace }
}

describe('a command that', () => {
  // Every other ending: packages/training/src/command.test.ts and packages/ci/src/exec.test.ts.
  test.each<[string, string, string, string]>([
    ['ends badly', 'echo no luck; exit 7', 'ended with exit code 7. Its last lines:\n  no luck', '30s'],
    [
      'takes too long',
      'echo waiting; sleep 60',
      'did not end within 1 s and was stopped. Its last lines:\n  waiting',
      '1s',
    ],
    ['leaves half a model', 'printf half > "$TRAINYARD_OUT/model.onnx"', 'not an ONNX model', '30s'],
  ])('%s is one clear error, and leaves nothing', async (_, body, message, timeout) => {
    const { exitCode, annotations, left } = await trained(body, timeout)
    expect(exitCode).toBe(2)
    expect(annotations.map((annotation) => annotation.message).join('\n')).toContain(message)
    expect(left).toBe(false)
  })

  test('leaves a process behind: it is ended, and what it would have written is not taken', async () => {
    const started = performance.now()
    const body = '(sleep 45; echo late > "$TRAINYARD_OUT/model.onnx") &\necho $! > left.pid'
    const { exitCode, annotations } = await trained(body)
    expect(exitCode).toBe(2)
    expect(annotations[0]?.message).toContain('left no model')
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  test('is cancelled: what it started is ended with it, a daemon too', async () => {
    const { workspace } = await project('setsid sleep 60 &\necho $! > daemon.pid\nwait')
    const daemon = path.join(workspace, 'daemon.pid')
    const child = spawn(process.execPath, [path.join(dist, 'cli/index.js'), 'train'], { cwd: workspace })
    const ended = once(child, 'exit')
    while (!existsSync(daemon) || readFileSync(daemon, 'utf8') === '') await sleep(20)
    child.kill('SIGINT')
    expect(await ended).toEqual([null, 'SIGINT'])
    const pid = readFileSync(daemon, 'utf8').trim()
    // What nobody has waited for yet is still listed, as a zombie.
    expect(execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' })).toMatch(/^(Z.*)?\s*$/)
  })

  test('writes 20 MB: the log stays readable, and its last lines are told', async () => {
    const body = 'head -c 20000000 /dev/zero | tr "\\\\0" "x" | fold -w 99\necho the end; exit 1'
    const { annotations, stdout } = await trained(body, '2m')
    expect(annotations.at(-1)?.message).toContain('the end')
    expect(stdout.length).toBeLessThan(8_000_000)
  })
})

test('kills at random moments leave no half model', async () => {
  const bench = path.resolve('bench/train-kills.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--kills', '4', '--dist', dist])
  expect(stdout).toMatch(/^4 kills: no half model/)
})

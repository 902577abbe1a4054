// Commands that get no more memory: from their own limit, and from the kernel, which kills them.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { atEnd } from '../image/support.mjs'
import { absent, project, trainyard } from './support.mjs'

const limit = 200 * 2 ** 20
const groups = '/sys/fs/cgroup'

/** A control group of its own with a limit: the file that a process joins it by; undefined where nobody may make one. */
async function smallGroup(t) {
  const v2 = existsSync(path.join(groups, 'cgroup.controllers'))
  const folder = path.join(groups, v2 ? '' : 'memory', `trainyard-${process.pid}`)
  try {
    await mkdir(folder)
    atEnd(t, () => rmdir(folder))
    await writeFile(path.join(folder, v2 ? 'memory.max' : 'memory.limit_in_bytes'), String(limit))
    if (v2) await writeFile(path.join(folder, 'memory.swap.max'), '0')
    return path.join(folder, 'cgroup.procs')
  } catch {
    return undefined
  }
}

/** Starts a training whose shell script first says where it begins, and then lets Python take what it can get. */
async function starved(t, first) {
  const cwd = await project(t, { table: 'wine', target: 'cultivar', model: 'estimator' })
  await writeFile(path.join(cwd, 'hungry.py'), 'print("taking")\nrows = [b"x" * 2**20 for _ in range(4096)]\n')
  await writeFile(path.join(cwd, 'train.sh'), `${first}\nexec python hungry.py\n`)
  const { code, output } = await trainyard(['train', '--run', 'bash train.sh'], { cwd, framework: 'scikit-learn' })
  assert.equal(code, 2, output)
  assert.equal(existsSync(path.join(cwd, '.trainyard/train')), false)
  return output
}

test('a limit of the shell', { skip: absent('scikit-learn') }, async (t) => {
  const output = await starved(t, `ulimit -v ${limit / 1024}`)
  assert.match(
    output,
    /bash train\.sh ended with exit code 1: it ran out of memory\. Its last lines:\s+taking[\s\S]*MemoryError/,
  )
})

test('a kill by the kernel', { skip: absent('scikit-learn') }, async (t) => {
  const group = await smallGroup(t)
  if (group === undefined) return t.skip('no control group may be made')
  const output = await starved(t, `echo $$ > ${group}`)
  assert.match(
    output,
    /bash train\.sh was killed \(SIGKILL\): the machine ran out of memory\. Its last lines:\s+taking/,
  )
})

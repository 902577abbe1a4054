// Runs whole programs and measures them from outside.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const gnuTime = '/usr/bin/time'

/**
 * Runs each contender once in every round, so that a busy moment of the machine strikes all alike.
 * @returns for each its name and the medians of `seconds`, `cpu` (seconds of all threads) and `megabytes` (peak resident)
 */
export function measureInTurn(contenders, runs, cwd) {
  const taken = new Map(contenders.map((contender) => [contender, []]))
  for (let run = 0; run < runs; run += 1) {
    for (const [contender, all] of taken) {
      if (run < (contender.runs ?? runs)) all.push(measure(contender, cwd))
    }
  }
  return [...taken].map(([{ name }, all]) => {
    const medianOf = (key) => median(all.map((one) => one[key]))
    return { name, seconds: medianOf('seconds'), cpu: medianOf('cpu'), megabytes: medianOf('megabytes') }
  })
}

function measure({ name, command }, cwd) {
  if (!existsSync(gnuTime)) throw new Error(`GNU time is needed for memory and processor time: ${gnuTime}`)
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(gnuTime, ['-f', 'used %U %S %M', ...command], { cwd, encoding: 'utf8' })
  const seconds = (performance.now() - start) / 1000
  const used = /used ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(stderr)
  if (status !== 0 || !used) throw new Error(`${name} ended with ${status}:\n${stdout}\n${stderr}`)
  return { seconds, cpu: Number(used[1]) + Number(used[2]), megabytes: Number(used[3]) / 1024 }
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

import { expect, test } from '@jest/globals'
import { boundedOutput } from './output.ts'

function recorded() {
  const lines: string[] = []
  const log = { info: (line: string) => lines.push(line), warning: (line: string) => lines.push(`warning ${line}`) }
  return { lines, output: boundedOutput(log) }
}

test('a command that floods its output is shown for a while, and its last lines are kept', () => {
  const { lines, output } = recorded()
  for (let line = 0; line < 1_000_000; line += 1) output.take(`line ${line} ${'x'.repeat(90)}`)
  expect(lines.join('\n').length).toBeLessThan(4_001_000)
  expect(lines.filter((line) => line.startsWith('warning'))).toEqual([
    'warning the command has written 4 MB; the rest of its output is not shown',
  ])
  expect(output.last()).toHaveLength(15)
  expect(output.last().at(-1)).toMatch(/^line 999999 /)
})

test('a long line is cut', () => {
  const { lines, output } = recorded()
  output.take('y'.repeat(1_000_000))
  expect(lines[0]).toHaveLength(2_001)
  expect(output.last()[0]).toHaveLength(2_001)
})

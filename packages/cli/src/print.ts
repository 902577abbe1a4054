import type { Outcome } from '@trainyard/commands'

const columns = { stage: 15, verdict: 14, what: 72 }
const colours = { pass: 32, fail: 31, inconclusive: 33 } as const

export interface Paper {
  readonly colour: boolean
  write(line: string): void
}

/** One line a stage: the verdict where the eye lands, what was found, the time; then the lines that explain it. */
export function printStage(paper: Paper, { stage, verdict, lines, ...rest }: PrintedOutcome): void {
  const [what = '', ...details] = lines
  const time = rest.seconds === undefined ? '' : `${rest.seconds.toFixed(1)} s`
  const shown = paper.colour ? `\u001b[${colours[verdict]}m${verdict}\u001b[0m` : verdict
  const gap = ' '.repeat(Math.max(1, columns.verdict - verdict.length))
  paper.write(`  ${stage.padEnd(columns.stage)}${shown}${gap}${what.padEnd(time ? columns.what : 0)} ${time}`.trimEnd())
  for (const line of details) paper.write(`${' '.repeat(2 + columns.stage + columns.verdict)}${line}`)
}

/** A labelled line under the stages, such as the path of the report. */
export function printFact(paper: Paper, label: string, fact: string): void {
  paper.write(`  ${label.padEnd(columns.stage)}${fact}`)
}

export interface PrintedOutcome extends Pick<Outcome, 'stage' | 'verdict' | 'lines'> {
  readonly seconds?: number
}

import type { ListedRun } from '@trainyard/commands/runs'
import {
  aliasRun,
  type Comparison,
  compareRuns,
  findRun,
  listRuns,
  openRuns,
  runsInputs,
} from '@trainyard/commands/runs'
import { InputError } from '@trainyard/ports'
import { type Arguments, parseArguments } from '../arguments.ts'
import { commandHelp } from '../help.ts'
import type { Terminal } from '../terminal.ts'
import { comparisonLines, listLines, runLines } from './runs-lines.ts'

const verbs = [
  { name: 'list', description: 'The newest runs; what happens without a word.' },
  { name: 'show RUN', description: 'All that is kept of a run.' },
  {
    name: 'compare A B',
    description:
      'Two runs beside each other: parameters, metrics, data, code. dvc:HEAD~1 and dvc:workspace name states of DVC.',
  },
  { name: 'alias RUN ALIAS', description: 'Points an alias such as champion to the model of a run.' },
]

/** What a verb found: for people, and for `--json`. */
interface Told {
  readonly lines: readonly string[]
  readonly value: ListedRun | readonly ListedRun[] | Comparison | object
}

/** `trainyard runs [list | show RUN | compare A B | alias RUN ALIAS]`. @returns the exit code */
export async function runRuns(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseArguments(args, runsInputs)
  if (parsed.help) {
    terminal.out.write(commandHelp({ name: 'runs', summary: 'Runs that were tracked.', verbs, inputs: runsInputs }))
    return 0
  }
  const { lines, value } = await tell(parsed, terminal)
  if (parsed.json) terminal.out.write(JSON.stringify(value, null, 2))
  else for (const line of lines) terminal.out.write(line)
  return 0
}

async function tell(parsed: Arguments, terminal: Terminal): Promise<Told> {
  const [verb = 'list', one, other, ...more] = parsed.words
  const opened = await openRuns(parsed.raw, terminal.services(parsed))
  const given = [one, other, ...more].filter((word) => word !== undefined).length
  if (verb === 'list' && given === 0) {
    const value = await listRuns(opened)
    return { lines: listLines(value, opened.tracker.name), value }
  }
  if (verb === 'show' && one !== undefined && given === 1) {
    const value = await findRun(one, opened.context.config.name, opened.tracker)
    return { lines: runLines(value), value }
  }
  if (verb === 'compare' && one !== undefined && other !== undefined && given === 2) {
    const value = await compareRuns(one, other, opened)
    return { lines: comparisonLines(value), value }
  }
  if (verb === 'alias' && one !== undefined && other !== undefined && given === 2) {
    const value = await aliasRun(one, other, opened)
    return { lines: [`  ${value.model}@${other} is version ${value.version}, run ${value.run}`], value }
  }
  const remedy = `Usage: ${verbs.map(({ name }) => `trainyard runs ${name}`).join(' · ')}`
  throw new InputError(`'runs ${parsed.words.join(' ')}' says too little or too much`, { remedy })
}

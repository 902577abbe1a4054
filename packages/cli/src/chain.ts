import path from 'node:path'
import { type Step, type Walk, walk } from '@trainyard/commands'
import { runInputs } from '@trainyard/commands/run'
import { InputError } from '@trainyard/ports'
import { parseArguments } from './arguments.ts'
import { commandHelp } from './help.ts'
import { printFact, printStage } from './print.ts'
import { asJson } from './stage.ts'
import type { Terminal } from './terminal.ts'

const page = {
  name: 'run',
  summary: 'Walk the whole chain on one trainyard.yml; stop at the first verdict that is not pass.',
}

/** Walks the chain, printing a line as each stage ends. @returns the exit code of the last stage */
export async function runChain(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseArguments(args, runInputs)
  if (parsed.help) {
    terminal.out.write(commandHelp({ ...page, verbs: [], inputs: runInputs }))
    return 0
  }
  if (parsed.words.length > 0)
    throw new InputError(`unexpected word '${parsed.words[0]}'`, { remedy: 'trainyard run takes only flags.' })
  const paper = parsed.json ? terminal.err : terminal.out
  const services = terminal.services(parsed)
  paper.write(`\ntrainyard  ${parsed.raw['config'] ?? 'trainyard.yml'}\n`)
  const walked = await walk(walkOf(parsed.raw), services, (step) => printStage(paper, stepLine(step)))
  paper.write('')
  printFact(paper, 'report', path.relative(services.cwd, path.join(walked.report.outputs['out'] ?? '', 'index.html')))
  if (walked.exitCode === 0) printFact(paper, 'keep serving', keepServing(parsed.raw))
  if (parsed.json)
    terminal.out.write(
      JSON.stringify(
        { exitCode: walked.exitCode, stages: walked.steps.map(({ outcome }) => asJson(outcome)) },
        null,
        2,
      ),
    )
  return walked.exitCode
}

function stepLine({ outcome, seconds }: Step) {
  return { ...outcome, seconds }
}

function walkOf(raw: Readonly<Record<string, string>>): Walk {
  return {
    config: raw['config'],
    workingDirectory: raw['working-directory'],
    check: raw['check']?.split('\n') ?? [],
  }
}

function keepServing(raw: Readonly<Record<string, string>>): string {
  const config = raw['config'] === undefined ? '' : ` --config ${raw['config']}`
  return `npx trainyard deploy --target local${config}`
}

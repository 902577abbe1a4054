#!/usr/bin/env node
import { terminalServices } from '@trainyard/ci'
import { type StageName, stageNames, stages } from '@trainyard/commands'
import { errorMessage, InputError, isCode, remedyOf } from '@trainyard/ports'
import { runChain } from './chain.ts'
import { generalHelp } from './help.ts'
import type { Paper } from './print.ts'
import { runStage } from './stage.ts'
import type { Terminal } from './terminal.ts'
import { wordOf, words } from './words/index.ts'

// ONNX Runtime reads this once, when its library loads, from the environment of the whole process.
process.env['ORT_DISABLE_TELEMETRY'] = '1'

// Whoever reads may stop early: trainyard runs | head
process.stdout.on('error', (error) => {
  if (!isCode(error, 'EPIPE')) throw error
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.exitCode = report(error)
}

async function main(line: readonly string[]): Promise<number> {
  const terminal = openTerminal()
  const other = wordOf(line)
  if (other) return other.word.run(other.rest, terminal)
  const [word, ...args] = line
  if (word === 'run') return runChain(args, terminal)
  if (isStage(word)) return runStage(await stages[word](), args, terminal)
  if (word === undefined || word === '--help' || word === '-h' || word === 'help') {
    terminal.out.write(await generalHelp(words))
    return 0
  }
  throw new InputError(`unknown command '${word}'`, {
    remedy: `Commands: run, ${[...stageNames, ...Object.keys(words)].join(', ')}.`,
  })
}

function isStage(word: string | undefined): word is StageName {
  return stageNames.some((name) => name === word)
}

function openTerminal(): Terminal {
  return {
    out: paper(process.stdout),
    err: paper(process.stderr),
    services: ({ verbose }) => terminalServices({ verbose }),
  }
}

function paper(stream: NodeJS.WriteStream): Paper {
  return {
    colour: stream.isTTY === true && process.env['NO_COLOR'] === undefined,
    write: (line) => void stream.write(`${line}\n`),
  }
}

/** Whether a cause adds nothing: it stands in the sentence above, or is what `fetch` says of every failure. */
function isSaid(cause: string, error: unknown): boolean {
  return cause === 'fetch failed' || errorMessage(error).includes(cause)
}

/** Tells what went wrong, for people. @returns the exit code: 2 for input errors, 3 for faults */
function report(error: unknown): number {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  if (error instanceof InputError) {
    say(error.message)
    return 2
  }
  say(`trainyard: ${errorMessage(error)}`)
  if (process.argv.includes('--verbose') && error instanceof Error) say(error.stack ?? '')
  const remedy = remedyOf(error)
  if (remedy) say(remedy)
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause)
    if (!isSaid(cause.message, error)) say(`  because: ${cause.message}`)
  return 3
}

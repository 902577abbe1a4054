import { syncInputs, syncRuns } from '@trainyard/commands/sync'
import { InputError } from '@trainyard/ports'
import { parseArguments } from '../arguments.ts'
import { commandHelp } from '../help.ts'
import { printFact } from '../print.ts'
import type { Terminal } from '../terminal.ts'

const page = {
  name: 'sync',
  summary: 'Send the runs that wait because the tracking server was away.',
}

/** Sends what waits, a line a run. @returns 0 where nothing waits any more, else 1 */
export async function runSync(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseArguments(args, syncInputs)
  if (parsed.help) {
    terminal.out.write(commandHelp({ ...page, verbs: [], inputs: syncInputs }))
    return 0
  }
  if (parsed.words.length > 0)
    throw new InputError(`unexpected word '${parsed.words[0]}'`, { remedy: 'trainyard sync takes only flags.' })
  const paper = parsed.json ? terminal.err : terminal.out
  const { raw } = parsed
  const place = { config: raw['config'], workingDirectory: raw['working-directory'] }
  const { synced, exitCode } = await syncRuns(place, terminal.services(parsed), ({ id, outcome, reason }) =>
    printFact(paper, outcome, [id, reason].filter(Boolean).join('  ')),
  )
  if (synced.length === 0) printFact(paper, 'sync', 'nothing waits to be sent')
  if (parsed.json) terminal.out.write(JSON.stringify({ exitCode, synced }, null, 2))
  return exitCode
}

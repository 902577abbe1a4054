import { InputError } from '@trainyard/ports'
import type { RunDetails, Tracker } from '@trainyard/tracking'

/**
 * The run that a word means: its id or the beginning of it, `latest` of those that finished, or a version or alias of the
 * project's model.
 * @throws InputError where it means none, or several
 */
export async function findRun(word: string, project: string, tracker: Tracker): Promise<RunDetails> {
  const id = (await registered(word, project, tracker)) ?? (await begun(word, project, tracker))
  const run = id === undefined ? undefined : await tracker.run(id)
  if (run) return run
  throw new InputError(`no such run: ${word}`, { remedy: 'Name a run, latest, or an alias. See them: trainyard runs' })
}

async function registered(word: string, project: string, tracker: Tracker): Promise<string | undefined> {
  if (word === 'latest' || !/^([1-9][0-9]{0,8}|v[1-9][0-9]{0,8}|[A-Za-z][\w-]*)$/.test(word)) return undefined
  return (await tracker.version(project, word.replace(/^v(?=\d+$)/, '')))?.run
}

async function begun(word: string, project: string, tracker: Tracker): Promise<string | undefined> {
  if (word === 'latest') return latest(project, tracker)
  const found = (await tracker.runs({ name: project })).filter(({ id }) => id.startsWith(word))
  const exact = found.find(({ id }) => id === word)
  if (exact !== undefined || found.length < 2) return (exact ?? found[0])?.id
  const ids = found.slice(0, 5).map(({ id }) => id)
  throw new InputError(`${found.length} runs begin with '${word}'`, { remedy: `Name one: ${ids.join(', ')}.` })
}

/** Trials of a search are not looked at. */
async function latest(project: string, tracker: Tracker): Promise<string | undefined> {
  const runs = await tracker.runs({ name: project, status: 'finished' })
  return runs.find(({ parent }) => parent === undefined)?.id
}

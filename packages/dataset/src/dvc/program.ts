import path from 'node:path'
import { errorMessage, InputError, type Services } from '@trainyard/ports'
import { dvcRoot } from './root.ts'

/** What is to be done by the program `dvc` itself. */
export interface Reproduction {
  /** Stages to reproduce; an empty list: the whole pipeline. */
  readonly stages: readonly string[]
  readonly push: boolean
}

type ProgramServices = Pick<Services, 'exec' | 'env' | 'log'>

/**
 * Reproduces a pipeline by `dvc repro --pull`, and pushes what it made, if that is asked for.
 * @param folder folder that the stages are named from
 * @throws {InputError} where DVC is not there, or fails, with its last lines
 */
export async function reproduce(folder: string, wanted: Reproduction, services: ProgramServices): Promise<void> {
  if ((await dvcRoot(path.join(folder, 'dvc.yaml'))) === undefined)
    throw new InputError('this lies in no repository of DVC', {
      at: { file: 'trainyard.yml', key: 'data.dvc.repro' },
      remedy: 'No folder above trainyard.yml holds .dvc: remove the key, or run `dvc init`.',
    })
  await dvc(['repro', '--pull', ...targets(wanted)], folder, services)
  if (wanted.push) await dvc(['push', ...targets(wanted)], folder, services)
}

/** A stage that begins with a dash is no option. */
function targets({ stages }: Reproduction): readonly string[] {
  return stages.length > 0 ? ['--', ...stages] : []
}

async function dvc(args: readonly string[], cwd: string, { exec, env, log }: ProgramServices): Promise<void> {
  const [word = ''] = args
  const tail: string[] = []
  const onLine = (line: string) => {
    log.info(line)
    if (line.trim() !== '') tail.splice(0, tail.push(line) - 5)
  }
  const result = await log.group(`dvc ${word}`, () =>
    exec.run('dvc', args, { cwd, env: programEnvironment(env), onLine }).catch((error: unknown) => {
      throw failed(word, errorMessage(error), 'Install DVC on this machine, or leave out data.dvc.repro.')
    }),
  )
  if (result.code === 0) return
  const how = result.signal === null ? `ended with ${result.code}` : `was ended by ${result.signal}`
  throw failed(word, [`dvc ${word} ${how}`, ...tail].join('\n'), 'Run it in the same folder to see all of it.')
}

function failed(word: string, message: string, remedy: string): InputError {
  return new InputError(message, { at: { file: 'trainyard.yml', key: `data.dvc.${word}` }, remedy })
}

/** The stages are the user's own commands: they see neither our inputs nor what the runner gives to actions alone. */
function programEnvironment(env: Services['env']): Services['env'] {
  const withheld = Object.keys(env).filter((name) => /^(INPUT_|ACTIONS_|GITHUB_TOKEN$|GH_TOKEN$)/.test(name))
  return { ...Object.fromEntries(withheld.map((name) => [name, undefined])), DVC_NO_ANALYTICS: 'true', CI: 'true' }
}

import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type Config, defaultConfig, loadConfig } from '@trainyard/config'
import { InputError, isCode, isUrl, type Services } from '@trainyard/ports'

/** Where a command stands: the user's file, its folders, and how to get at what earlier stages left. */
export interface Context {
  readonly config: Config
  readonly services: Services
  /** Folder that paths given as inputs are relative to. */
  readonly folder: string
  /** `.trainyard` beside the configuration. */
  readonly state: string
  readonly artifactPrefix: string
  /** Makes a path given as an input absolute; an address stays as it is. */
  resolve(file: string): string
  /** Path of something an earlier stage left, `undefined` where that stage left nothing. */
  stageFile(stage: string, file: string): Promise<string | undefined>
}

export const configName = 'trainyard.yml'

export interface Place {
  readonly config?: string | undefined
  readonly workingDirectory?: string | undefined
  readonly artifactPrefix?: string | undefined
}

/** Finds the configuration and the folders. @throws InputError where the configuration is not right */
export async function openContext(place: Place, services: Services): Promise<Context> {
  const folder = path.resolve(services.cwd, place.workingDirectory ?? '.')
  if (!(await isFolder(folder)))
    throw new InputError(`no such folder: ${folder}`, { at: { file: 'inputs', key: 'working-directory' } })
  const config = await findConfig(folder, place.config, services)
  const state = path.join(config.folder, '.trainyard')
  const artifactPrefix = place.artifactPrefix ?? ''
  const fetchStage = once((stage: string) => stageFolder(services, state, stage, artifactPrefix))
  return {
    config,
    services,
    folder,
    state,
    artifactPrefix,
    resolve: (file) => (isUrl(file) ? file : path.resolve(folder, file)),
    stageFile: async (stage, file) => {
      const found = await fetchStage(stage)
      const candidate = found && path.join(found, file)
      return candidate && (await exists(candidate)) ? candidate : undefined
    },
  }
}

/** Messages name the file as it is seen from where the command was started. */
async function findConfig(folder: string, named: string | undefined, { cwd }: Services): Promise<Config> {
  const file = path.resolve(folder, named ?? configName)
  const shown = path.relative(cwd, file)
  if (named !== undefined || (await exists(file))) return loadConfig(file, { shown })
  return defaultConfig(folder, path.basename(folder), { shown })
}

async function stageFolder(
  services: Services,
  state: string,
  stage: string,
  prefix: string,
): Promise<string | undefined> {
  const folder = path.join(state, stage)
  if ((await isFolder(folder)) || !services.artifacts.available) return folder
  const name = `${prefix}${stage}`
  const found = await services.artifacts.download(name, folder)
  if (found) services.log.info(`${stage}: taken from the artifact ${name}`)
  return found ? folder : undefined
}

function once<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (key) => {
    const promise = made.get(key) ?? work(key)
    made.set(key, promise)
    return promise
  }
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return false
    throw error
  }
}

async function isFolder(file: string): Promise<boolean> {
  return (await exists(file)) && (await stat(file)).isDirectory()
}

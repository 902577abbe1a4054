import { rm } from 'node:fs/promises'
import path from 'node:path'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { AliasMove, ModelVersion, NewVersion, RunHandle, Tracker, TrackServices } from '../types.ts'
import type { Branch } from './git.ts'
import { bring, filesUnder, inTemporary } from './merge.ts'

export interface BranchPlace {
  readonly branch: Branch
  /** The directory, which holds what the branch holds, and the files of models that are no version. */
  readonly local: Tracker
  readonly root: string
}

/**
 * A directory that is also kept in a branch of the repository. Records of runs are pushed as they end; the files of a model
 * when it becomes a version. Numbers of versions and moves of aliases are taken from the branch: whoever pushes first has it,
 * and the other one looks again.
 */
export function branchTracker(place: BranchPlace, services: Pick<TrackServices, 'clock' | 'log'>): Tracker {
  const { local, branch } = place
  const fetched = once(() => tolerated(() => refresh(place), services))
  const version = async (model: string, name: string) => {
    const fault = await fetched()
    const found = await local.version(model, name)
    // What the directory does not have may be in the branch.
    if (found === undefined && fault !== undefined) throw fault
    return found
  }
  const after = async <T>(work: () => Promise<T>): Promise<T> => {
    await fetched()
    return work()
  }
  const wrap = (handle: RunHandle, ended: boolean) => pushing(handle, ended, place, services)
  return {
    name: `${local.name} and branch ${branch.name}`,
    start: async (run) => wrap(await local.start(run), false),
    resume: (id) => after(async () => wrap(await local.resume(id), (await local.run(id))?.status !== 'running')),
    runs: (filter) => after(() => local.runs(filter)),
    run: (id) => after(() => local.run(id)),
    fetch: (id, file, into) => after(() => local.fetch(id, file, into)),
    version,
    versions: (model) => after(() => local.versions(model)),
    register: (version) => register(version, place, services),
    alias: (move) => moveAlias(move, place, services),
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => {
    done ??= work()
    return done
  }
}

/** @returns the newest commit */
async function refresh({ branch, root }: BranchPlace): Promise<string | undefined> {
  const tip = await branch.tip()
  if (tip !== undefined) await bring(branch, tip, root)
  return tip
}

/**
 * Reading and recording go on without the branch: the directory has what this machine made.
 * @returns what kept it from the branch
 */
async function tolerated(
  work: () => Promise<unknown>,
  { log }: Pick<TrackServices, 'log'>,
): Promise<InputError | FaultError | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (!(error instanceof InputError || error instanceof FaultError)) throw error
    log.warning(`${errorMessage(error)}\nGoing on with the directory alone.`)
    return error
  }
}

/** A run's records are pushed when it ends, and after whatever is added later. */
function pushing(
  handle: RunHandle,
  endedBefore: boolean,
  place: BranchPlace,
  services: Pick<TrackServices, 'clock' | 'log'>,
): RunHandle {
  let ended = endedBefore
  const push = async () => void (await tolerated(() => pushRun(handle.id, place, services), services))
  const added = async (work: Promise<void>) => {
    await work
    if (ended) await push()
  }
  return {
    ...handle,
    log: (points) => added(handle.log(points)),
    attach: (files) => added(handle.attach(files)),
    tag: (tags) => added(handle.tag(tags)),
    end: async (end) => {
      await handle.end(end)
      ended = true
      await push()
    },
  }
}

async function pushRun(id: string, place: BranchPlace, services: Pick<TrackServices, 'clock'>): Promise<void> {
  await pushed(place, services, `Run ${id}`, async () => ({
    paths: await runFiles(id, place, isRecord),
    undo: [],
    value: undefined,
  }))
}

/** Everything of a run but the bytes of its model. */
function isRecord(file: string): boolean {
  return !file.startsWith(path.join('files', 'model') + path.sep)
}

async function runFiles(id: string, { root }: BranchPlace, wanted: (file: string) => boolean = () => true) {
  const folder = path.join('runs', id)
  const files = (await filesUnder(path.join(root, folder))).filter(wanted)
  return files.map((file) => path.join(folder, file))
}

async function register(
  version: NewVersion,
  place: BranchPlace,
  services: Pick<TrackServices, 'clock'>,
): Promise<ModelVersion> {
  const { local } = place
  return pushed(place, services, `${version.model}: a version, of run ${version.run}`, async () => {
    await expectModel(version, place)
    await expectTakeable(version, place)
    const made = await local.register(version)
    const record = path.join('models', version.model, 'versions', `${made.version}.json`)
    return { paths: [...(await runFiles(version.run, place)), record], undo: [record], value: made }
  })
}

/** @throws InputError where the model's bytes are not on this machine */
async function expectModel({ run, model }: NewVersion, { local }: BranchPlace): Promise<void> {
  const files = (await local.run(run))?.files ?? []
  if (files.some(({ file }) => file === 'model/model.onnx')) return
  throw new InputError(`the model of run ${run} is not on this machine, and cannot become a version of ${model}`, {
    remedy: 'Evaluate it, or promote it, on the machine that trained it.',
  })
}

/** Bytes of a file that GitHub takes at most: it refuses the whole push for one that is larger. */
const mostBytes = 100 * 2 ** 20

/** @throws InputError where a file of the model is too large for a branch */
async function expectTakeable({ run, model }: NewVersion, { local, branch }: BranchPlace): Promise<void> {
  const files = (await local.run(run))?.files ?? []
  const large = files.filter(({ bytes }) => bytes > mostBytes)
  if (large.length === 0) return
  const told = large.map(({ file, bytes }) => `${file} has ${Math.ceil(bytes / 2 ** 20)} MiB`).join(', ')
  throw new InputError(
    `run ${run} cannot become a version of ${model} in the branch ${branch.name}: ${told}, and GitHub takes 100 MiB a file`,
    {
      at: { file: 'trainyard.yml', key: 'track.branch' },
      remedy: 'Keep models of this size in MLflow (track.to: mlflow), or in a directory alone: leave track.branch out.',
    },
  )
}

async function moveAlias(move: AliasMove, place: BranchPlace, services: Pick<TrackServices, 'clock'>): Promise<void> {
  const { model, alias, version, by } = move
  await pushed(place, services, `${model}@${alias} is version ${version}, by ${by}`, async () => {
    const folder = path.join('models', model, 'aliases', alias)
    const before = new Set(await filesUnder(path.join(place.root, folder)))
    await place.local.alias(move)
    const made = (await filesUnder(path.join(place.root, folder))).filter((file) => !before.has(file))
    const paths = made.map((file) => path.join(folder, file))
    return { paths, undo: paths, value: undefined }
  })
}

interface Written<T> {
  /** Files to push, relative to the directory. */
  readonly paths: readonly string[]
  /** Files to take back where somebody else pushed first. */
  readonly undo: readonly string[]
  readonly value: T
}

const mostAttempts = 12

/** Does some work on the newest state of the branch and pushes it, again and again until nobody was faster. */
async function pushed<T>(
  place: BranchPlace,
  { clock }: Pick<TrackServices, 'clock'>,
  message: string,
  work: () => Promise<Written<T>>,
): Promise<T> {
  const { branch } = place
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const tip = await refresh(place)
    const written = await work()
    if (await pushOnce(tip, written, message, place)) return written.value
    await clock.sleep(100 * attempt)
  }
  throw new FaultError(`the branch ${branch.name} moved on ${mostAttempts} times while it was written`)
}

/** @returns false where somebody else was first; the files that must then have another number are taken back */
async function pushOnce(
  tip: string | undefined,
  { paths, undo }: Written<unknown>,
  message: string,
  { branch, root }: BranchPlace,
): Promise<boolean> {
  const slashed = paths.map((file) => file.split(path.sep).join('/'))
  let done = false
  try {
    done = await inTemporary((folder) =>
      branch.push(tip, { root, paths: slashed, message, index: path.join(folder, 'index') }),
    )
  } finally {
    if (!done) for (const file of undo) await rm(path.join(root, file), { force: true })
  }
  return done
}

import path from 'node:path'
import { entriesOf, itemsOf } from '../files/node.ts'
import { stagesOf } from '../files/pipeline.ts'
import { nodeIn, type State } from './state.ts'

/** Digests of what the `dvc.lock` files of a state track, by path. */
export async function trackedDigests(state: State): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(state.pipelines.map((file) => digestsBeside(file, state)))
  return new Map(found.flat())
}

async function digestsBeside(pipeline: string, state: State): Promise<[string, string][]> {
  const folder = path.posix.dirname(pipeline)
  const lock = await nodeIn(state, path.posix.join(folder, 'dvc.lock'))
  const stages = stagesOf(await nodeIn(state, pipeline))
  return [...entriesOf(entriesOf(lock).get('stages'))].flatMap(([name, stage]) => {
    const { wdir = '.' } = stages(name)
    return itemsOf(entriesOf(stage).get('outs')).flatMap((out): [string, string][] => {
      const [at, md5] = ['path', 'md5'].map((key) => entriesOf(out).get(key)?.value)
      return typeof at === 'string' && typeof md5 === 'string' ? [[path.posix.join(folder, wdir, at), md5]] : []
    })
  })
}

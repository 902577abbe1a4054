import path from 'node:path'
import type { TrackedOut } from '../types.ts'
import { broken, entriesOf, itemsOf, type Node, strictEntriesOf } from './node.ts'
import { type OutPlace, readOut } from './out.ts'
import { type PipelineStage, readPipeline } from './pipeline.ts'
import { type Documents, readNode } from './read.ts'

/**
 * The outputs that a `dvc.lock` tracks; where the stages work, and which remotes they name, stands in the `dvc.yaml`
 * beside it. Stages that work in a folder that is computed are left out.
 * @throws {InputError} where it is none
 */
export async function readLock(file: string, documents: Documents): Promise<readonly TrackedOut[]> {
  const node = await readNode(file, documents)
  const entries = strictEntriesOf(node, ['schema', 'stages', 'datasets'])
  if (entries.get('schema')?.value !== '2.0')
    throw broken(entries.get('schema') ?? node, "must be of the schema '2.0'", 'Run `dvc repro` by DVC 3.')
  const stages = await readPipeline(path.join(path.dirname(file), 'dvc.yaml'), documents)
  return [...entriesOf(entries.get('stages'))].flatMap(([name, stage]) => {
    const written = stages(name)
    const { wdir = '.' } = written
    if (wdir.includes('${')) return []
    const place = { root: documents.root, folder: path.resolve(path.dirname(file), wdir) }
    return outsOf(stage, written, place)
  })
}

function outsOf(stage: Node, { remotes }: PipelineStage, place: OutPlace): readonly TrackedOut[] {
  const outs = itemsOf(strictEntriesOf(stage, ['cmd', 'deps', 'params', 'outs']).get('outs'))
  return outs.map((node) => {
    const remote = remotes.get(String(entriesOf(node).get('path')?.value))
    return { ...readOut(node, place), ...(remote !== undefined && { remote }) }
  })
}

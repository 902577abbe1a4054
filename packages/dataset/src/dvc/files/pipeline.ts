import { stat } from 'node:fs/promises'
import { entriesOf, itemsOf, type Node, textOf } from './node.ts'
import { type Documents, readNode } from './read.ts'

/** What a `dvc.yaml` says of a stage's outputs that `dvc.lock` does not repeat. */
export interface PipelineStage {
  readonly wdir?: string
  /** Remotes by the path of the output. */
  readonly remotes: ReadonlyMap<string, string>
}

/** The stages of a `dvc.yaml`, by their name in `dvc.lock`: `train@large` is one that `train` makes. */
export async function readPipeline(file: string, documents: Documents): Promise<(name: string) => PipelineStage> {
  return stagesOf((await stat(file).catch(() => undefined)) && (await readNode(file, documents)))
}

/** Likewise, of a `dvc.yaml` that is read already. */
export function stagesOf(pipeline: Node | undefined): (name: string) => PipelineStage {
  const stages = entriesOf(entriesOf(pipeline).get('stages'))
  return (name) => stageOf(stages.get(name) ?? stages.get(name.split('@')[0] ?? ''))
}

function stageOf(node: Node | undefined): PipelineStage {
  const written = entriesOf(node)
  const entries = written.has('do') ? entriesOf(written.get('do')) : written
  const wdir = entries.get('wdir')
  const outs = ['outs', 'metrics', 'plots'].flatMap((key) => itemsOf(entries.get(key)))
  return { ...(wdir && { wdir: textOf(wdir) }), remotes: new Map(outs.flatMap(remoteOf)) }
}

/** An output is written as its path, or as a map of its path to more. */
function remoteOf(out: Node): [string, string][] {
  if (typeof out.value === 'string') return []
  return [...entriesOf(out)].flatMap(([name, more]): [string, string][] => {
    const remote = Array.isArray(more.value) ? undefined : entriesOf(more).get('remote')
    return remote ? [[name, textOf(remote)]] : []
  })
}

import path from 'node:path'
import { entriesOf, itemsOf, type Node, textOf } from '../files/node.ts'

/** The files that a pipeline calls metrics and parameters, relative to the repository. */
export interface NamedFiles {
  readonly metrics: ReadonlySet<string>
  /** Paths of the parameters that are named in each file; none: all. */
  readonly params: ReadonlyMap<string, readonly string[]>
  /** Names that DVC computes: `${…}`. */
  readonly computed: readonly string[]
}

const defaultParams = 'params.yaml'

/** What a `dvc.yaml` names. @param file its path in the repository */
export function namedFiles(pipeline: Node, file: string): NamedFiles {
  const found = { metrics: new Set<string>(), params: new Map<string, readonly string[]>(), computed: [] as string[] }
  const resolved = (wdir: string, name: string, keep: (at: string) => void) => {
    if (`${wdir}${name}`.includes('${')) found.computed.push(name)
    else keep(path.posix.join(path.posix.dirname(file), wdir, name))
  }
  const metric = (wdir: string) => (name: string) => resolved(wdir, name, (at) => found.metrics.add(at))
  const param = (wdir: string) => (name: string, keys: readonly string[]) =>
    resolved(wdir, name, (at) => found.params.set(at, together(found.params.get(at), keys)))
  const top = entriesOf(pipeline)
  itemsOf(top.get('metrics')).map(textOf).forEach(metric('.'))
  for (const name of itemsOf(top.get('params')).map(textOf)) param('.')(name, [])
  for (const stage of entriesOf(top.get('stages')).values()) readStage(stage, metric, param)
  return found
}

type Metric = (name: string) => void
type Param = (name: string, keys: readonly string[]) => void

function readStage(node: Node, metric: (wdir: string) => Metric, param: (wdir: string) => Param): void {
  const written = entriesOf(node)
  const stage = written.has('do') ? entriesOf(written.get('do')) : written
  const at = stage.get('wdir')
  const wdir = at ? textOf(at) : '.'
  for (const out of itemsOf(stage.get('metrics'))) for (const name of namesOf(out)) metric(wdir)(name)
  for (const item of itemsOf(stage.get('params'))) {
    if (typeof item.value === 'string') param(wdir)(defaultParams, [item.value])
    else for (const [name, keys] of entriesOf(item)) param(wdir)(name, itemsOf(keys).map(textOf))
  }
}

/** An output is its path, or a map of its path to more. */
function namesOf(out: Node): readonly string[] {
  return typeof out.value === 'string' ? [out.value] : [...entriesOf(out).keys()]
}

/** No keys stand for the whole file. */
function together(first: readonly string[] | undefined, second: readonly string[]): readonly string[] {
  if (first?.length === 0 || second.length === 0) return []
  return [...new Set([...(first ?? []), ...second])]
}

import type { ComparedSide, Comparison, ListedRun } from '@trainyard/commands/runs'
import { columns } from '../columns.ts'

/** A line a run: when, from which code, how well it went. */
export function listLines(runs: readonly ListedRun[], tracker: string): readonly string[] {
  if (runs.length === 0) return [`  no runs in ${tracker}. Make one: trainyard train`]
  const rows = runs.map(({ id, startedAt, facts, tags, status, reason = '', version }) => [
    id,
    minute(startedAt),
    short(facts.commit),
    tags['branch'] ?? '',
    status,
    version ? [`v${version.version}`, ...version.aliases].join(' ') : '',
    reason,
  ])
  return columns([['run', 'started', 'code', 'branch', 'status', 'model', ''], ...rows])
}

type Shown = Omit<ListedRun, 'version'> & {
  readonly files: readonly { readonly file: string; readonly bytes: number }[]
}

/** A fact a line. */
export function runLines(run: Shown): readonly string[] {
  const { facts, tags, metrics, files, environment = {} } = run
  return columns([
    ['run', run.id],
    ['project', run.name],
    ['status', [run.status, run.reason].filter((part) => part !== undefined).join(', ')],
    ['started', run.startedAt],
    ...(run.endedAt === undefined ? [] : [['ended', run.endedAt]]),
    ['trainer', facts.trainer],
    ['seed', String(facts.seed)],
    ['code', facts.commit ?? ''],
    ['data', `sha256:${facts.dataset}`],
    ...(run.model === undefined ? [] : [['model', `sha256:${run.model}`]]),
    ...named('params', facts.parameters),
    ...named('', metrics),
    ...named('tag', tags),
    ...named('with', environment),
    ...files.map(({ file, bytes }) => ['file', `${file}, ${bytes} bytes`]),
  ])
}

function named(kind: string, map: Readonly<Record<string, string | number | boolean>>): string[][] {
  const before = kind === '' ? '' : `${kind}.`
  return Object.entries(map).map(([name, value]) => [`${before}${name}`, String(value)])
}

/** As `dvc metrics diff` does: a line a name, both values, the difference. */
export function comparisonLines({ before, after, parameters, metrics, changes }: Comparison): readonly string[] {
  const shown = new Set(['data', ...parameters.map(([name]) => `params.${name}`)])
  const rest = changes
    .filter(({ name }) => !shown.has(name))
    .map((change) => [change.name, text(change.before), text(change.after), ''])
  return columns([
    ['', before.id, after.id, 'difference'],
    ...fact('started', before, after, ({ startedAt }) => minute(startedAt)),
    ...fact('code', before, after, ({ commit }) => short(commit)),
    ...fact('data', before, after, ({ dataset }) => (dataset === undefined ? '' : `sha256:${short(dataset)}…`)),
    ...fact('model', before, after, ({ model }) => (model === undefined ? '' : `sha256:${short(model)}…`)),
    ...parameters.map(([name, ...values]) => [`params.${name}`, ...values]),
    ...metrics,
    ...rest,
  ])
}

function fact(name: string, before: ComparedSide, after: ComparedSide, read: (side: ComparedSide) => string) {
  const [was, is] = [read(before), read(after)]
  return was === '' && is === '' ? [] : [[name, was, is, was === is ? 'same' : '']]
}

function minute(time = ''): string {
  return time.slice(0, 16).replace('T', ' ')
}

function short(digest = ''): string {
  return digest.slice(0, 7)
}

function text(value: string | undefined): string {
  if (value === undefined) return 'none'
  return /^sha256:[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 14)}…` : value
}

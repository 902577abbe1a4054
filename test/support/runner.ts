import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LoopbackGitHub } from './github.ts'

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>
  /** The user's checkout; a new empty folder when left out. */
  readonly workspace?: string
  readonly github?: LoopbackGitHub
  /** Artifacts are shared by the steps of one run. */
  readonly run?: string
  readonly event?: { readonly name: string; readonly payload?: object }
  readonly env?: Readonly<Record<string, string>>
  /** Arguments for Node itself. */
  readonly nodeArgs?: readonly string[]
}

export interface StepResult {
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly annotations: readonly Annotation[]
  /** Standard output without workflow commands. */
  readonly log: string
  readonly stdout: string
  readonly stderr: string
  readonly workspace: string
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly properties: Readonly<Record<string, string>>
}

const root = process.env['TRAINYARD_TEST_ROOT'] ?? process.cwd()

/** The `dist/` that is tested: the one that `npm test` has built, else the committed one. */
export const dist = process.env['TRAINYARD_TEST_DIST'] ?? path.join(root, 'dist')

const files = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'] as const

/** Starts the bundle of an action as a runner does, and reads back what the runner would. */
export async function runBundle(action: string, options: StepOptions = {}): Promise<StepResult> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'trainyard-step-'))
  const workspace = options.workspace ?? path.join(temporary, 'workspace')
  await mkdir(workspace, { recursive: true })
  try {
    for (const name of files) await writeFile(path.join(temporary, name), '')
    await writeFile(path.join(temporary, 'event.json'), JSON.stringify(options.event?.payload ?? {}))
    const bundle = path.join(dist, action, 'index.js')
    const ended = await run(
      [...(options.nodeArgs ?? []), bundle],
      workspace,
      stepEnvironment(temporary, workspace, options),
    )
    const [output, summary] = await Promise.all(
      ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'].map((name) => readFile(path.join(temporary, name), 'utf8')),
    )
    return {
      ...ended,
      ...parseLog(ended.stdout),
      outputs: parseOutputs(output ?? ''),
      summary: summary ?? '',
      workspace,
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

function stepEnvironment(temporary: string, workspace: string, options: StepOptions): Record<string, string> {
  const { inputs = {}, github, event } = options
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? temporary,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'acme/penguins',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: event?.name ?? 'push',
    GITHUB_EVENT_PATH: path.join(temporary, 'event.json'),
    RUNNER_TEMP: temporary,
    RUNNER_TOOL_CACHE: path.join(temporary, 'tools'),
    RUNNER_OS: 'Linux',
    RUNNER_DEBUG: '1',
    ...Object.fromEntries(files.map((name) => [name, path.join(temporary, name)])),
    ...github?.env(options.run),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [inputVariable(name), value])),
    ...options.env,
  }
}

/** The runner's own rule: upper case, spaces to `_`, hyphens stay. */
function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

function run(args: readonly string[], cwd: string, env: Record<string, string>) {
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (part: string) => {
        text[name] += part
      })
    }
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, ...text }))
  })
}

/** `name<<DELIMITER`, the value's lines, `DELIMITER`. */
function parseOutputs(text: string): Record<string, string> {
  const blocks = text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)
  return Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value]))
}

function parseLog(stdout: string): Pick<StepResult, 'annotations' | 'log'> {
  const lines = stdout.split('\n')
  return {
    annotations: lines.flatMap((line) => annotation(line) ?? []),
    log: lines.filter((line) => !line.startsWith('::')).join('\n'),
  }
}

function annotation(line: string): Annotation | undefined {
  const [, level, list = '', message = ''] =
    /^::(error|warning|notice)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line) ?? []
  if (level !== 'error' && level !== 'warning' && level !== 'notice') return undefined
  const properties = list
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('=').map(unescaped))
  return { level, message: unescaped(message), properties: Object.fromEntries(properties) }
}

/** Undoes the escaping of workflow commands. */
function unescaped(text: string): string {
  const marks: Record<string, string> = { '%25': '%', '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',' }
  return text.replaceAll(/%(25|0D|0A|3A|2C)/g, (mark) => marks[mark] ?? mark)
}

import type { Position } from './errors.ts'

/** What a command is given to reach the world. `packages/ci` implements it for GitHub and for a terminal. */
export interface Services {
  readonly log: Log
  readonly clock: Clock
  readonly exec: Exec
  readonly cache: Cache
  readonly toolCache: ToolCache
  readonly artifacts: Artifacts
  readonly dispatch: Dispatch
  readonly checks: Checks
  readonly comments: Comments
  readonly base: BaseBranch
  readonly attestations: Attestations
  readonly fetch: typeof fetch
  /** Environment of the user's own processes. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder that relative paths of inputs start from. */
  readonly cwd: string
  /** The `dist/` folder this program runs from: workers, the server and the native manifests lie in it. */
  readonly dist: string
  /** Whether anything may outlive the command: false in CI. */
  readonly interactive: boolean
}

export interface Log {
  /** One fact a line. */
  info(line: string): void
  debug(line: string): void
  /** An annotation where the platform has them; at file and line when known. */
  warning(message: string, at?: Position): void
  error(message: string, at?: Position): void
  /** Progress of something longer than two seconds; may be throttled. */
  progress(line: string): void
  /** A folded phase of the log. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
  /** Hides a secret in everything logged from here on. */
  mask(secret: string): void
}

export interface Clock {
  now(): Date
  /** Milliseconds from an arbitrary start; never goes back. */
  elapsed(): number
  sleep(milliseconds: number): Promise<void>
}

export interface ExecOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Called with each line of standard output and standard error as it appears. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  readonly timeoutMs?: number
  /** Written to its standard input, which is empty otherwise. */
  readonly input?: string
  /** Characters of each stream that are kept, from the end; 64 Mi by default. */
  readonly keep?: number
  /** What the program started and left running is killed as soon as it has ended itself. */
  readonly endLeftovers?: boolean
}

export interface ExecResult {
  /** Exit code, or `null` where a signal ended the process. */
  readonly code: number | null
  readonly signal: string | null
  /** Whether its time was up and it was stopped, however it ended then. */
  readonly timedOut?: boolean
  readonly stdout: string
  readonly stderr: string
}

export interface Exec {
  /** Runs a program with an argument array, never through a shell. Rejects only when the program cannot be started. */
  run(command: string, args: readonly string[], options?: ExecOptions): Promise<ExecResult>
}

/** GitHub's cache between runs. Where there is none, `restore` finds nothing and `save` does nothing. */
export interface Cache {
  /** Name for logs: `GitHub cache`, `no cache`. */
  readonly name: string
  /**
   * @param prefixes where there is no entry of this key, the newest whose key begins with one of these is taken
   * @returns whether there was one
   */
  restore(paths: readonly string[], key: string, prefixes?: readonly string[]): Promise<boolean>
  save(paths: readonly string[], key: string): Promise<void>
}

/** A folder for tools that outlives one run: RUNNER_TOOL_CACHE, or the user's cache folder. */
export interface ToolCache {
  readonly root: string
}

export interface UploadedArtifact {
  readonly name: string
  readonly id?: number
  readonly digest?: string
}

/** Artifacts that pass files between jobs. On a terminal, where folders are shared, uploads do nothing. */
export interface Artifacts {
  readonly available: boolean
  upload(name: string, root: string, options?: { readonly retentionDays?: number }): Promise<UploadedArtifact>
  /**
   * Unpacks an artifact into a folder, its digest checked.
   * @param options `run`: number of another run of this repository; left out: this run. `only`: what alone is unpacked
   * @returns false where there is none of that name
   */
  download(
    name: string,
    into: string,
    options?: { readonly run?: number; readonly only?: ChosenFiles },
  ): Promise<boolean>
  /**
   * The newest successful run of the default branch that left an artifact of this name. Only runs that a push, a schedule or
   * somebody who may write has started count: what a pull request left is not the branch's.
   * @returns undefined where there is none
   */
  newestRun(name: string): Promise<NewestRun | undefined>
}

/** A run that left an artifact. */
export interface NewestRun {
  readonly run: number
  /** Whether its artifact is gone since, and no other run has left one that is still there. */
  readonly expired: boolean
}

/** Which files of an artifact are wanted that a stranger may have made, and how much of them at most. */
export interface ChosenFiles {
  /** Without folders. */
  readonly names: readonly string[]
  /** Most files. */
  readonly files: number
  /** Most bytes of all together, unpacked. */
  readonly bytes: number
}

export interface Dispatched {
  readonly url: string
}

/** Starts another workflow of the same repository. */
export interface Dispatch {
  readonly available: boolean
  start(workflow: string, ref: string | undefined, inputs: Readonly<Record<string, string>>): Promise<Dispatched>
}

/** A check beside the job's own result, on the commit that the run is about. */
export interface CheckRun {
  readonly name: string
  readonly conclusion: 'success' | 'neutral' | 'failure'
  readonly title: string
  /** Markdown; cut where the platform allows less. */
  readonly summary: string
  readonly annotations: readonly { readonly message: string; readonly at?: Position }[]
}

/** Checks of the commit. They only tell: where one cannot be made, the log says why, and the work goes on. */
export interface Checks {
  /** @returns where it can be seen; undefined where it was not made */
  create(check: CheckRun): Promise<Dispatched | undefined>
}

/** The branch that a pull request would change, as it is without the change. */
export interface BaseBranch {
  /** @returns its name; undefined where the run is about no pull request */
  name(): Promise<string | undefined>
  /**
   * @param file path of a file of the project on this machine
   * @returns its text on that branch; undefined where it has no such file
   * @throws FaultError where it cannot be read
   */
  read(file: string): Promise<string | undefined>
}

/** What is said of something that is named by its sha256, to be signed: an in-toto statement. */
export interface Attestable {
  readonly subject: { readonly name: string; readonly sha256: string }
  /** Address that says what the predicate is. */
  readonly predicateType: string
  readonly predicate: object
}

export interface Attested {
  /** The statement with its signature, as Sigstore's clients read it. */
  readonly bundle: object
  /** Its number where the platform keeps it. */
  readonly id?: string
}

/** Signatures by the identity of the run: no key is kept anywhere. */
export interface Attestations {
  /** False where the run has no identity to sign with. */
  readonly available: boolean
  /** @throws FaultError where it was not signed, or is not kept */
  attest(statement: Attestable): Promise<Attested>
}

/** Comments on the pull request that the run is about. They only tell, as checks do. */
export interface Comments {
  /** Characters that a comment may have. */
  readonly limit: number
  /**
   * Puts a comment in the place of our earlier one that begins with the same marker, or as a new one.
   * @param marker first line of the comment, which nobody sees: `<!-- … -->`
   * @returns where it can be seen; undefined where it was not made
   */
  put(marker: string, body: string): Promise<Dispatched | undefined>
}

import type { Terminal } from '../terminal.ts'

/** A word of the command line that is no stage. */
export interface Word {
  readonly summary: string
  /** @returns the exit code */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** Every such word, each loaded when it is asked for. */
export const words: Readonly<Record<string, Word>> = {
  runs: {
    summary: 'Runs that were tracked: list, show, compare, promote.',
    run: async (args, terminal) => (await import('./runs.ts')).runRuns(args, terminal),
  },
  sync: {
    summary: 'Send the runs that wait because the tracking server was away.',
    run: async (args, terminal) => (await import('./sync.ts')).runSync(args, terminal),
  },
  verify: {
    summary: 'Verify without a network that a model has passed its evaluation, by the attestation of it.',
    run: async (args, terminal) => (await import('./verify.ts')).runVerify(args, terminal),
  },
  'train reproduce': {
    summary: 'Train a run again from its pre-image, and compare the models.',
    run: async (args, terminal) => (await import('./reproduce.ts')).runReproduce(args, terminal),
  },
}

/** The word that a command line begins with, and what follows it; undefined for a stage. */
export function wordOf(args: readonly string[]): { readonly word: Word; readonly rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const word = words[args.slice(0, length).join(' ')]
    if (word) return { word, rest: args.slice(length) }
  }
  return undefined
}

import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import { readDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { summariseTable } from '@trainyard/profile'
import { type Context, exists } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import { commitOf, mergeBase } from './git.ts'
import { withTree } from './tree.ts'
import type { Base, Head } from './types.ts'

/**
 * Gives work the base: what the input `base` names, else, in a pull request, the commit it branched off from; undefined
 * where there is none.
 * @throws InputError where a base is named and cannot be read
 */
export async function withBase<T>(
  inputs: Inputs,
  head: Head,
  context: Context,
  work: (base: Base | undefined) => Promise<T>,
): Promise<T> {
  const { base: named } = inputs
  if (named === 'none') return work(undefined)
  if (named === undefined) return withPullRequest(inputs, head, context, work)
  const file = context.resolve(named)
  if (await exists(file)) return work(await readBase(file, named))
  const commit = await commitOf(named, context)
  if (commit === undefined) throw noBase(named)
  return withTree(commit, { inputs, head, context }, async (tree) => work(await baseOf(commit, tree)))
}

function noBase(named: string): InputError {
  return new InputError(`'${named}' is neither a file nor a commit`, {
    at: { file: 'inputs', key: 'base' },
    remedy:
      'Name a validation.json, a folder with one, or a branch, tag or commit that was fetched (actions/checkout with fetch-depth: 0).',
  })
}

/** A base that cannot be read is no reason to refuse a pull request: it is told, with the way to mend it. */
async function withPullRequest<T>(
  inputs: Inputs,
  head: Head,
  context: Context,
  work: (base: Base | undefined) => Promise<T>,
): Promise<T> {
  const { env, log } = context.services
  const branch = env['GITHUB_BASE_REF']
  if (!branch) return work(undefined)
  const commit = await mergeBase(branch, context)
  if (commit === undefined) {
    log.warning(
      `the data is not compared with that of ${branch}: its history was not fetched. Set fetch-depth: 0 at actions/checkout, or base: none.`,
    )
    return work(undefined)
  }
  const base = await withTree(commit, { inputs, head, context }, async (tree) => ({
    done: await work(await baseOf(commit, tree)),
  })).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error
    log.warning(`the data is not compared with that of ${branch}, which cannot be read: ${error.message}`)
    return undefined
  })
  return base ? base.done : work(undefined)
}

async function baseOf(
  commit: string,
  { dataset, expectations }: Omit<Base, 'from' | 'summary'> & { dataset: Dataset },
): Promise<Base> {
  return { from: { kind: 'git', name: commit }, summary: await summariseTable(dataset), expectations, dataset }
}

async function readBase(file: string, named: string): Promise<Base> {
  const { document } = await readDocument(
    'validation',
    (await stat(file)).isDirectory() ? path.join(file, 'validation.json') : file,
  )
  const { summary, suite, results } = document
  if (summary === undefined) {
    throw new InputError('this validation.json does not say what its data was like', {
      at: { file },
      remedy: 'Validate that data again; tables of more than 1,000,000 rows are described with summary: true.',
    })
  }
  const expectations = results.map(({ expectation_config }) => expectation_config)
  return {
    from: { kind: 'document', name: named },
    summary,
    expectations: suite.source === 'structure' ? undefined : expectations,
  }
}

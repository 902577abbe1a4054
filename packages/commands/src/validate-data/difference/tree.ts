import path from 'node:path'
import { defaultConfig, loadConfig } from '@trainyard/config'
import type { Dataset } from '@trainyard/dataset'
import type { ComparedExpectation } from '@trainyard/evidence'
import { isUrl } from '@trainyard/ports'
import { configPath } from '../../core/config-path.ts'
import { type Context, configName, exists } from '../../core/context.ts'
import { openSource } from '../../core/data/data.ts'
import type { Inputs } from '../inputs.ts'
import { chooseSuite } from '../suite.ts'
import { withCommit } from './git.ts'
import type { Head } from './types.ts'

interface Asked {
  readonly inputs: Inputs
  readonly head: Head
  readonly context: Context
}

interface Tree {
  readonly dataset: Dataset
  readonly expectations: readonly ComparedExpectation[] | undefined
}

/** Opens the data and the suite as a commit has them: the same inputs, and that commit's own configuration. */
export async function withTree<T>(commit: string, asked: Asked, work: (tree: Tree) => Promise<T>): Promise<T> {
  const { context } = asked
  return withCommit(commit, context, async ({ top, from }) => {
    const moved = (file: string) => (isUrl(file) ? file : path.join(top, path.relative(from, file)))
    const earlier = await earlierContext(context, moved)
    const inputs = earlierInputs(asked.inputs, moved)
    const dataset = await openSource(inputs, earlier, { empty: true })
    try {
      return await work({ dataset, expectations: await earlierSuite(inputs, dataset, { ...asked, context: earlier }) })
    } finally {
      await dataset.close()
    }
  })
}

async function earlierContext(context: Context, moved: (file: string) => string): Promise<Context> {
  const folder = moved(context.config.folder)
  const file = path.join(folder, configName)
  const config = (await exists(file)) ? await loadConfig(file) : defaultConfig(folder, context.config.name)
  return {
    ...context,
    config,
    folder: moved(context.folder),
    resolve: (name) => path.resolve(moved(context.folder), name),
  }
}

/** Roles are those of now; the columns that they name may not be there. */
function earlierInputs(inputs: Inputs, moved: (file: string) => string): Inputs {
  const { data, test, suite } = inputs
  return {
    ...inputs,
    data: data?.map(moved),
    test: test?.map(moved),
    suite: suite === undefined ? undefined : moved(suite),
    target: undefined,
    id: undefined,
    ignore: undefined,
  }
}

async function earlierSuite(
  inputs: Inputs,
  dataset: Dataset,
  { head, context }: Asked,
): Promise<readonly ComparedExpectation[] | undefined> {
  const named = [inputs.suite, configPath(context.config, context.config.validate.suite)]
  const found = await Promise.all(named.map(async (file) => (file !== undefined && (await exists(file)) ? [file] : [])))
  const likeNow = { ...dataset, columns: head.dataset.columns }
  const { suite } = await chooseSuite({ ...inputs, suite: found.flat()[0] }, likeNow, context)
  return suite.source === 'structure' ? undefined : suite.expectations
}

import path from 'node:path'
import type { AnyDocument } from '@trainyard/evidence'
import { writeFileAtomic } from '@trainyard/ports'
import { commentMarkdown, pipelineHtml, pipelineMarkdown, worstVerdict } from '@trainyard/report'
import { chartsFor } from '../core/charts.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { documentFiles, findDocuments } from './documents.ts'
import type { Inputs } from './inputs.ts'

const reportedStages = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy', 'check-drift'] as const

/** Merges every document of a folder into one page. The page's verdict is the worst of theirs. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const { documents, title } = inputs
  if (documents === undefined) await fetchStages(inputs.run, context)
  const found = await findDocuments(documents ?? context.state)
  const page = await pipelineHtml(found, { title, charts: await chartsFor(found, context.services) })
  await writeFileAtomic(path.join(out, 'index.html'), page)
  await comment(found, inputs, context)
  const verdict = worstVerdict(found)
  const failed = found.find((document) => document.verdict === verdict && verdict !== 'pass')
  return {
    verdict,
    reason: failed ? `${failed.kind}: ${failed.reason}` : `${found.length} documents, all pass`,
    documents: found,
    lines: [
      `${found.length} ${found.length === 1 ? 'document' : 'documents'} in one page: ${path.relative(context.services.cwd, path.join(context.state, 'report', 'index.html'))}`,
    ],
    summary: pipelineMarkdown(found, title),
    digest: '',
    exitCode: 0,
  }
}

/** All that is taken of another run, which may be a fork's; a stage leaves a document or two. */
const only = { names: documentFiles, files: 64, bytes: 64 * 1024 * 1024 }

/** In a workflow, what the stages of other jobs left is fetched from their artifacts; of another run the documents alone. */
async function fetchStages(run: number | undefined, context: Context): Promise<void> {
  const { state, artifactPrefix, services } = context
  for (const stage of reportedStages) {
    if (run === undefined) await context.stageFile(stage, '.')
    else await services.artifacts.download(`${artifactPrefix}${stage}`, path.join(state, stage), { run, only })
  }
}

/** A verdict under our name is not taken for ours. */
const foreign = 'Another run has measured this, with the code of the pull request: it is as good as that code.'

/** In a pull request, one comment a project, in the place of the last one. */
async function comment(
  found: readonly AnyDocument[],
  { title, link: given, run }: Inputs,
  { services }: Context,
): Promise<void> {
  const { comments, log, env } = services
  const marker = `<!-- trainyard report: ${title.replaceAll('--', '-')} -->`
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env
  const own = server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined
  const link = given ?? own
  const limit = comments.limit - marker.length - 1
  const made = await comments.put(
    marker,
    commentMarkdown(found, {
      title: `Trainyard: ${title}`,
      limit,
      ...(link && { link }),
      ...(run !== undefined && { note: foreign }),
    }),
  )
  if (made) log.info(`Comment: ${made.url}`)
}

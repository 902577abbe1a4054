import path from 'node:path'
import { writeFileAtomic } from '@trainyard/ports'
import { pipelineHtml, pipelineMarkdown, worstVerdict } from '@trainyard/report'
import { chartsOf } from '../core/charts.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { findDocuments } from './documents.ts'
import type { Inputs } from './inputs.ts'

const reportedStages = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy', 'check-drift'] as const

/** Merges every document of a folder into one page. The page's verdict is the worst of theirs. */
export async function run({ documents, title }: Inputs, out: string, context: Context): Promise<StageResult> {
  if (documents === undefined) await fetchStages(context)
  const found = await findDocuments(documents ?? context.state)
  const page = await pipelineHtml(found, { title, charts: await chartsOf(context.services) })
  await writeFileAtomic(path.join(out, 'index.html'), page)
  const verdict = worstVerdict(found)
  const failed = found.find((document) => document.verdict === verdict && verdict !== 'pass')
  return {
    verdict,
    reason: failed ? `${failed.kind}: ${failed.reason}` : `${found.length} documents, all pass`,
    documents: found,
    lines: [
      `${found.length} documents in one page: ${path.relative(context.services.cwd, path.join(context.state, 'report', 'index.html'))}`,
    ],
    summary: pipelineMarkdown(found, title),
    digest: '',
    exitCode: 0,
  }
}

/** In a workflow, what the stages of other jobs left is fetched from their artifacts. */
async function fetchStages(context: Context): Promise<void> {
  for (const stage of reportedStages) await context.stageFile(stage, '.')
}

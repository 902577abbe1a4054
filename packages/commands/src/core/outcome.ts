import path from 'node:path'
import type { AnyDocument, Verdict } from '@trainyard/evidence'
import { writeFileAtomic } from '@trainyard/ports'
import { stageDetails, stageHtml, stageLine, summaryMarkdown } from '@trainyard/report'
import { chartsFor } from './charts.ts'
import type { Context } from './context.ts'
import type { Annotation, StageResult } from './result.ts'

/** How a command ended, ready to be shown by an action or a terminal. */
export interface Outcome {
  readonly stage: string
  readonly verdict: Verdict
  readonly reason: string
  readonly exitCode: number
  readonly outputs: Readonly<Record<string, string>>
  /** Markdown for a job summary. */
  readonly summary: string
  /** What happened, in a line; then the lines that explain a failed verdict. */
  readonly lines: readonly string[]
  readonly annotations: readonly Annotation[]
  readonly documents: readonly AnyDocument[]
}

export interface Ending {
  readonly definition: { readonly name: string; readonly outputs?: Readonly<Record<string, string>> }
  readonly place: { readonly folder: string; readonly upload?: boolean }
  readonly result: StageResult
  readonly out: string
  readonly common: { readonly upload: boolean; readonly 'retention-days': number | undefined }
  readonly context: Context
}

/** Writes the reports beside the documents, uploads the folder, and says how it ended. */
export async function outcomeOf(ending: Ending): Promise<Outcome> {
  const { definition, result, out } = ending
  const summary = result.summary ?? summaryMarkdown(result.documents)
  await writeReports(ending, summary)
  const artifact = await upload(ending)
  return {
    stage: definition.name,
    verdict: result.verdict,
    reason: result.reason,
    exitCode: result.exitCode ?? (result.verdict === 'pass' ? 0 : 1),
    outputs: {
      verdict: result.verdict,
      reason: result.reason,
      out,
      digest: result.digest,
      artifact,
      ...result.outputs,
    },
    summary,
    lines: linesOf(result),
    annotations: result.annotations ?? [],
    documents: result.documents,
  }
}

function linesOf({ lines, documents, reason }: StageResult): readonly string[] {
  const own = documents.at(-1)
  return lines ?? (own ? [stageLine(own), ...stageDetails(own)] : [reason])
}

async function writeReports({ result, out, context }: Ending, summary: string): Promise<void> {
  if (result.documents.length === 0) return
  await writeFileAtomic(path.join(out, 'summary.md'), summary)
  if (result.summary !== undefined) return
  const page = await stageHtml(result.documents, await chartsFor(result.documents, context.services))
  await writeFileAtomic(path.join(out, 'report.html'), page)
}

async function upload({ place, out, common, context }: Ending): Promise<string> {
  const { artifacts, log } = context.services
  if (!common.upload || place.upload === false || !artifacts.available) return ''
  const days = common['retention-days']
  const made = await artifacts.upload(
    `${context.artifactPrefix}${place.folder}`,
    out,
    days === undefined ? {} : { retentionDays: days },
  )
  log.info(`artifact ${made.name}${made.digest ? ` ${made.digest}` : ''}`)
  return made.name
}

import type { ValidationDocument } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { summaryMarkdown } from '@trainyard/report'
import type { Context } from '../core/context.ts'
import type { Annotation } from '../core/result.ts'

/**
 * Makes a neutral check of the commit of the failed warnings, which then has their annotations. Where no check can be
 * made, they stay annotations of the job.
 * @returns the annotations that are left to the job
 */
export async function tellWarnings(
  all: readonly Annotation[],
  document: ValidationDocument,
  { services, artifactPrefix }: Pick<Context, 'services' | 'artifactPrefix'>,
): Promise<readonly Annotation[]> {
  const warnings = all.filter(({ level }) => level === 'warning')
  if (warnings.length === 0) return all
  const title = warnings.length === 1 ? '1 warning' : `${grouped(warnings.length)} warnings`
  const check = await services.checks.create({
    name: `${artifactPrefix}validate-data: warnings`,
    conclusion: 'neutral',
    title,
    summary: summaryMarkdown([document]),
    annotations: warnings,
  })
  if (check === undefined) return all
  services.log.info(`${title}: neutral check ${check.url}`)
  return all.filter(({ level }) => level !== 'warning')
}

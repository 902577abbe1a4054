import type { AnswerCheck, EvaluationReference } from '@trainyard/evidence'
import { errorMessage, FaultError } from '@trainyard/ports'
import { compareAnswers } from './answers.ts'
import { deployed } from './head.ts'
import { checkEvaluation, expectCompared } from './refusals.ts'
import { targets } from './targets/index.ts'
import type { Revision, Target } from './targets/types.ts'
import type { Deployed, DeployRequest, DeployServices } from './types.ts'

/** How a trial ended. */
type Looked =
  | { readonly ok: true; readonly url: string; readonly answers?: AnswerCheck }
  | { readonly ok: false; readonly reason: string; readonly answers?: AnswerCheck }

/**
 * Rolls an image out: checks the evidence, starts the image on the side, compares its answers with those of the
 * evaluation, and only then lets it take the place of the current revision. Where anything goes wrong, whatever served
 * before goes on serving, and the verdict is `fail`.
 * @throws InputError where the evidence refuses the image, or the target cannot be used
 */
export async function deploy(request: DeployRequest, services: DeployServices): Promise<Deployed> {
  const revision = revisionOf(request, checkEvaluation(request))
  const ephemeral = isEphemeral(request, services)
  const target = await targets[request.target.kind](request.target, services, ephemeral)
  const { current } = await target.status()
  if (current && !ephemeral) expectCompared(request, current)
  const plan = { request, revision, ephemeral, ...(current && { before: current }) }
  try {
    await target.prepare(revision, request.image)
    const looked = await look(target, revision, request, services)
    if (!looked.ok) return deployed(plan, { ...looked, restored: current !== undefined && !ephemeral })
    if (ephemeral) return deployed(plan, looked)
    const switched = await target.switchTo(revision)
    return deployed(plan, { ...switched, ...(looked.answers && { answers: looked.answers }) })
  } finally {
    if (ephemeral) await target.discard(revision)
  }
}

/** In CI nothing may outlive the job, so that a local server there is only looked at. */
function isEphemeral({ ephemeral, target }: DeployRequest, { interactive, log }: DeployServices): boolean {
  if (ephemeral || interactive || target.kind !== 'local') return ephemeral
  log.info('A local server cannot outlive a CI job: it is started, checked and stopped.')
  return true
}

function revisionOf({ image: { document } }: DeployRequest, evaluation: EvaluationReference | null): Revision {
  return {
    revision: document.digest.replace('sha256:', '').slice(0, 12),
    image: document.digest,
    model: document.model,
    evaluation,
    unevaluated: evaluation === null,
  }
}

async function look(
  target: Target,
  revision: Revision,
  { cases }: DeployRequest,
  { fetch }: DeployServices,
): Promise<Looked> {
  try {
    const trial = await target.trial(revision)
    try {
      const answers = await compareAnswers(fetch, trial.url, revision.model, cases)
      const different = answers ? answers.rows - answers.equal : 0
      if (!answers || different === 0) return { ok: true, url: trial.url, ...(answers && { answers }) }
      const reason = `${different} of ${answers.rows} answers differ from the evaluation, by up to ${answers.maxDifference}`
      return { ok: false, reason, answers }
    } finally {
      await trial.stop()
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    return { ok: false, reason: errorMessage(error) }
  }
}

import type { AnswerCheck, DecidedBy, Subject } from '@trainyard/evidence'
import type { Revision } from './targets/types.ts'
import type { Deployed, DeploymentBody, DeploymentHead, TargetConfig } from './types.ts'

/** What was to be done. */
export interface Plan {
  readonly request: {
    readonly target: TargetConfig
    readonly evaluation?: { readonly document: { readonly decidedBy: DecidedBy } }
  }
  readonly revision: Revision
  readonly ephemeral: boolean
  /** What served before. */
  readonly before?: Revision
}

/** What came of it. */
export type Ending = { readonly answers?: AnswerCheck } & (
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string; readonly restored: boolean }
)

/** `deployment.json` for how a deployment ended. */
export function deployed(plan: Plan, ending: Ending): Deployed {
  return { body: body(plan, ending), head: head(plan, ending) }
}

function body({ request, revision, ephemeral, before }: Plan, ending: Ending): DeploymentBody {
  const { target, evaluation } = request
  const serves = ending.ok && !ephemeral
  return {
    target: target.kind,
    ephemeral,
    revision: revision.revision,
    ...(serves && { url: ending.url }),
    image: revision.image,
    model: revision.model,
    evaluation: revision.evaluation,
    ...(evaluation && { decidedBy: evaluation.document.decidedBy }),
    unevaluated: revision.unevaluated,
    ...(ending.answers && { answers: ending.answers }),
    ...(before && { previous: { revision: before.revision, image: before.image } }),
    rolledBack: !ending.ok && ending.restored,
    ...(serves && before && { undo: `trainyard deploy undo --target ${target.kind}` }),
  }
}

function head({ request, revision, ephemeral }: Plan, ending: Ending): DeploymentHead {
  const inputs: Subject[] = [{ kind: 'model', name: 'model.onnx', sha256: revision.model }]
  if (revision.evaluation)
    inputs.push({ kind: 'evaluation', name: 'evaluation.json', sha256: revision.evaluation.sha256 })
  return {
    subjects: [{ kind: 'image', name: request.target.name, sha256: revision.image.replace('sha256:', '') }],
    inputs,
    verdict: ending.ok ? 'pass' : 'fail',
    reason: ending.ok ? success(ending, ephemeral, request) : failure(ending),
  }
}

function success(ending: Ending & { ok: true }, ephemeral: boolean, { evaluation }: Plan['request']): string {
  const place = ephemeral ? 'started, checked and stopped' : ending.url
  const answers = ending.answers ? `${ending.answers.equal} answers equal to the evaluation` : 'answers not compared'
  const decided = evaluation?.document.decidedBy ?? 'bounds'
  const how = decided === 'bounds' ? [] : [`evaluation decided by ${decided}`]
  return [place, answers, ...(evaluation ? how : ['no evaluation'])].join(', ')
}

function failure({ reason, restored }: Ending & { ok: false }): string {
  return restored ? `${reason}\nThe previous revision goes on serving.` : reason
}

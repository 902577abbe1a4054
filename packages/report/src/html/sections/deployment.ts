import type { DeploymentDocument } from '@trainyard/evidence'
import { formatNumber } from '../../format.ts'
import { type Html, html, nothing } from '../html.ts'
import { badge, digest, facts } from '../parts.ts'

/** Where it runs, whether it answers as evaluated, and how to go back. */
export function deploymentSection(document: DeploymentDocument): Html {
  const {
    target,
    ephemeral,
    url,
    revision,
    image,
    model,
    answers,
    previous,
    rolledBack,
    undo,
    unevaluated,
    decidedBy,
    verdict,
    reason,
  } = document
  const warning = unevaluated
    ? html`<p><strong>This model was deployed without an evaluation: deploy.unevaluated is allow.</strong></p>`
    : nothing
  return html`<h2>Deployment ${badge(verdict)}</h2><p>${reason}</p>${warning}
${facts([
  ['target', ephemeral ? `${target}, started and stopped again` : target],
  ['address', url],
  ['revision', revision],
  ['image', digest(image)],
  ['model', digest(model)],
  [
    'answers',
    answers && `${answers.equal} of ${answers.rows} equal, greatest difference ${formatNumber(answers.maxDifference)}`,
  ],
  ['evaluation decided by', decidedBy],
  ['previous', previous?.revision],
  ['rolled back', rolledBack ? 'yes' : undefined],
  ['to go back', undo && html`<code>${undo}</code>`],
])}`
}

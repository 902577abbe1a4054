import type { AnyDocument } from '@trainyard/evidence'
import type { Charts } from '../../charts.ts'
import { type Html, html } from '../html.ts'
import { digest, facts } from '../parts.ts'
import { datasetSection } from './data.ts'
import { deploymentSection } from './deployment.ts'
import { driftSection } from './drift.ts'
import { evaluationSection } from './evaluation.ts'
import { imageSection } from './image.ts'
import { trialsSection } from './search/search.ts'
import { modelSection, runSection } from './training.ts'
import { validationSection } from './validation.ts'

const drawn: readonly AnyDocument['kind'][] = ['run', 'trials', 'evaluation', 'drift']

/** Whether the section of any document has a chart of the library, which takes longer to load than a page to write. */
export function needsCharts(documents: readonly AnyDocument[]): boolean {
  return documents.some(({ kind }) => drawn.includes(kind))
}

/** One document as a section of the page. */
export function sectionOf(document: AnyDocument, charts: Charts): Html {
  switch (document.kind) {
    case 'dataset':
      return datasetSection(document)
    case 'validation':
      return validationSection(document)
    case 'model':
      return modelSection(document)
    case 'run':
      return runSection(document, charts)
    case 'trials':
      return trialsSection(document, charts)
    case 'card':
      return html`<h2>Model card</h2><p>${document.reason}</p>`
    case 'profile':
      return html`<h2>Profile</h2>${facts([
        ['rows', String(document.rows)],
        ['model', document.model && digest(document.model)],
      ])}`
    case 'evaluation':
      return evaluationSection(document, charts)
    case 'image':
      return imageSection(document)
    case 'deployment':
      return deploymentSection(document)
    case 'drift':
      return driftSection(document, charts)
  }
}

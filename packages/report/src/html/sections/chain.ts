import type { AnyDocument, Subject } from '@trainyard/evidence'
import { type Html, html } from '../html.ts'
import { digest, table } from '../parts.ts'

/** Which bytes each document speaks of, and which it was made from. */
export function chain(documents: readonly AnyDocument[]): Html {
  const rows = documents.map(({ kind, subjects, inputs, createdAt }) => [
    kind,
    named(inputs),
    named(subjects),
    createdAt,
  ])
  return table(['document', 'made from', 'speaks of', 'at'], rows)
}

function named(subjects: readonly Subject[]): Html {
  return html`${subjects.map(({ kind, name, sha256 }) => html`<div>${kind === name ? kind : `${kind} ${name}`} ${digest(sha256)}</div>`)}`
}

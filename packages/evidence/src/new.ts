import type { Clock } from '@trainyard/ports'
import type { DocumentHead, DocumentKind, Documents, Subject, Verdict } from './documents/index.ts'
import { toolVersion } from './version.ts'

/** What a document holds beside its head. */
export type Body<Kind extends DocumentKind> = Omit<Documents[Kind], keyof DocumentHead<Kind>>

export interface HeadFacts {
  readonly clock: Pick<Clock, 'now'>
  readonly subjects: readonly Subject[]
  readonly inputs: readonly Subject[]
  readonly verdict: Verdict
  readonly reason: string
}

/** Puts the head that every document begins with before a body. */
export function newDocument<Kind extends DocumentKind>(
  kind: Kind,
  body: Body<Kind>,
  facts: HeadFacts,
): DocumentHead<Kind> & Body<Kind> {
  const head: DocumentHead<Kind> = {
    kind,
    schemaVersion: 1,
    createdAt: facts.clock.now().toISOString(),
    tool: { name: 'trainyard', version: toolVersion },
    subjects: facts.subjects,
    inputs: facts.inputs,
    verdict: facts.verdict,
    reason: facts.reason,
  }
  return { ...head, ...body }
}

export const verdicts = ['pass', 'fail', 'inconclusive'] as const
export type Verdict = (typeof verdicts)[number]

/** Something that is named by the sha256 of its bytes. */
export interface Subject {
  readonly kind: SubjectKind
  readonly name: string
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

export type SubjectKind =
  | 'champion'
  | 'code'
  | 'config'
  | 'data'
  | 'dataset'
  | 'evaluation'
  | 'file'
  | 'image'
  | 'model'
  | 'predictions'
  | 'profile'
  | 'rules'
  | 'suite'
  | 'validation'

/** What every document between stages begins with. */
export interface DocumentHead<Kind extends string> {
  readonly kind: Kind
  readonly schemaVersion: 1
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly tool: { readonly name: 'trainyard'; readonly version: string }
  /** What this document speaks of. */
  readonly subjects: readonly Subject[]
  /** What the stage consumed. */
  readonly inputs: readonly Subject[]
  readonly verdict: Verdict
  /** The verdict in one line. */
  readonly reason: string
}

import type { DecidedBy, Verdict } from '../documents/index.ts'

interface Digest {
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

/** What is said of the model: `schema/attestation.schema.json`. */
export interface Predicate {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'trainyard'; readonly version: string }
  /** Of the bytes of `evaluation.json`. */
  readonly evaluation: Digest
  readonly verdict: Verdict
  readonly decidedBy: DecidedBy
  readonly rules: Digest & { readonly gates: readonly { readonly text: string; readonly verdict: Verdict }[] }
  readonly data: Digest & { readonly split: string; readonly rows: number }
  readonly champion?: Digest
  /** There was no champion yet, and these rules that compare with one were not judged. */
  readonly firstModel?: { readonly unjudged: readonly string[] }
  readonly code?: { readonly sha256?: string; readonly commit?: string; readonly run?: string }
}

/** An in-toto statement (v1) of one subject, before it is signed. */
export interface Statement {
  readonly subject: { readonly name: string } & Digest
  readonly predicateType: string
  readonly predicate: Predicate
}

/** Who signed, as Fulcio's certificate says: GitHub's token said so to the authority, not the signer. */
export interface Signer {
  /** Address of the repository whose run it was. */
  readonly repository: string | undefined
  /** Address of the workflow that signed, with its ref: of the reusable workflow where the job is of one. */
  readonly workflow: string | undefined
  /** Ref that the run was of, such as `refs/heads/main`. */
  readonly ref: string | undefined
  readonly commit: string | undefined
  /** Page of the run. */
  readonly run: string | undefined
  /** Who vouches for all this. */
  readonly issuer: string | undefined
}

import { tokenOf } from '../token.ts'
import type { Fields } from './twirp.ts'

/** The identity that a job is given, and the attestations that a repository keeps. */
export class Attestations {
  readonly stored: unknown[] = []
  /** What the token of the job says of it. */
  claims: object = {}
  /** What is answered to an attestation; 201 at first. */
  status = 201

  /** What a runner adds to the environment of a job with `id-token: write`. */
  env(origin: string): Record<string, string> {
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/oidc?version=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc-request-token',
    }
  }

  idToken(url: URL): object {
    return { value: tokenOf({ ...this.claims, aud: url.searchParams.get('audience') }) }
  }

  answer({ bundle }: Fields): [status: number, body: object] {
    if (this.status >= 400) return [this.status, { message: 'Resource not accessible by integration' }]
    this.stored.push(bundle)
    return [this.status, { id: 40 + this.stored.length }]
  }
}

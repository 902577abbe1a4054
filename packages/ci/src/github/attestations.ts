import { type Attestable, type Attestations, type Attested, errorMessage, FaultError } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import type { Environment } from './event.ts'

interface Surroundings {
  readonly env: Environment
  readonly dist: string
  readonly token: string | undefined
}

/** Attestations by GitHub's own client: Sigstore signs by the job's identity, and the repository keeps the bundle. */
export function githubAttestations({ env, dist, token }: Surroundings): Attestations {
  return {
    available: Boolean(env['ACTIONS_ID_TOKEN_REQUEST_URL'] && env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] && token),
    attest: (statement) => attestBy(statement, token ?? '', dist),
  }
}

async function attestBy({ subject, predicateType, predicate }: Attestable, token: string, dist: string) {
  const { attest } = await loadClient('attest', dist)
  const { name, sha256 } = subject
  try {
    const made = await attest({ subjects: [{ name, digest: { sha256 } }], predicateType, predicate, token })
    const attested: Attested = { bundle: made.bundle, ...(made.attestationID && { id: String(made.attestationID) }) }
    return attested
  } catch (cause) {
    throw new FaultError(`no attestation of ${name}: ${reasons(cause)}`, { cause, remedy: PERMISSION })
  }
}

/** What the client says is seldom the reason: that is what it was caused by. */
function reasons(error: unknown): string {
  const inner = error instanceof Error && error.cause !== undefined ? `: ${reasons(error.cause)}` : ''
  return `${errorMessage(error)}${inner}`
}

const PERMISSION = 'The job needs "permissions: id-token: write, attestations: write" and a way to Sigstore.'

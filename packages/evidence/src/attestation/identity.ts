import { InputError } from '@trainyard/ports'
import type { Signer } from './types.ts'

/** Who must have signed. */
export interface WantedSigner {
  /** `owner/name` of the repository whose run it was. */
  readonly repository: string
  /** `owner/name/.github/workflows/file.yml`, or its path alone for one of the repository; `@ref` may follow. */
  readonly workflow?: string
  /** Ref that the run was of, such as `refs/heads/main`. */
  readonly ref?: string
  /** Address of GitHub; left out: `https://github.com`. */
  readonly server?: string
}

/** @throws InputError where somebody else has signed */
export function expectSigner(signer: Signer, wanted: WantedSigner, file: string): void {
  const server = wanted.server ?? 'https://github.com'
  const refuse = (what: string, found: string | undefined, expected: string) => {
    throw new InputError(`was signed by another ${what}: ${found ?? 'none is named'}, not ${expected}`, {
      at: { file },
      remedy: 'Take the attestation that your own workflow made, or mend the key attestation of the configuration.',
    })
  }
  const issuer = issuerOf(server)
  if (signer.issuer !== issuer && !signer.issuer?.startsWith(`${issuer}/`)) refuse('issuer', signer.issuer, issuer)
  const repository = `${server}/${wanted.repository}`
  if (!isSame(signer.repository, repository)) refuse('repository', signer.repository, repository)
  if (wanted.workflow !== undefined && !isWorkflow(signer.workflow, addressOf(wanted.workflow, repository, server)))
    refuse('workflow', signer.workflow, wanted.workflow)
  if (wanted.ref !== undefined && signer.ref !== wanted.ref) refuse('ref', signer.ref, wanted.ref)
}

/** Who makes the tokens of a GitHub; an enterprise may put a name of its own behind it. */
function issuerOf(server: string): string {
  const { hostname } = new URL(server)
  return `https://token.actions.${hostname === 'github.com' ? 'githubusercontent.com' : hostname}`
}

function addressOf(workflow: string, repository: string, server: string): string {
  return workflow.startsWith('.github/') ? `${repository}/${workflow}` : `${server}/${workflow}`
}

/** Without a ref any will do. */
function isWorkflow(found: string | undefined, wanted: string): boolean {
  return isSame(wanted.includes('@') ? found : found?.split('@')[0], wanted)
}

/** GitHub does not tell upper from lower case in names. */
function isSame(found: string | undefined, wanted: string): boolean {
  return found?.toLowerCase() === wanted.toLowerCase()
}

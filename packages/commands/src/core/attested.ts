import type { Subject } from '@trainyard/evidence'
import { bundleName, type VerifiedAttestation, verifyAttestation } from '@trainyard/evidence/attestation'
import { InputError } from '@trainyard/ports'
import { configPath } from './config-path.ts'
import type { Context } from './context.ts'
import { file, flag, table, text, type Values } from './table.ts'

/** Inputs that say who must have signed an attestation. */
export const signerInputs = table({
  'signer-repository': text('Repository whose workflow must have signed, as owner/name.')
    .from('attestation.repository', ({ attestation }) => attestation.repository)
    .optional('the repository of the run'),
  'signer-workflow': text(
    'Workflow that must have signed: its path, with owner and name of another repository before it.',
  )
    .from('attestation.workflow', ({ attestation }) => attestation.workflow)
    .optional('any of the repository'),
  'signer-ref': text('Ref that the signing run must have been of, such as `refs/heads/main`.')
    .from('attestation.ref', ({ attestation }) => attestation.ref)
    .optional('any'),
  'trusted-root': file('Authorities that are trusted, as `gh attestation trusted-root` prints them.')
    .from('attestation.trusted-root', (config) => configPath(config, config.attestation.trustedRoot))
    .optional("Sigstore's public-good instance"),
})

/** Inputs of the stages that may ask for an attestation. */
export const attestedInputs = table({
  attestation: file('Attestation of the evaluation.').stage('evaluate', bundleName).optional(),
  'require-attestation': flag('Refuse a model without a valid attestation.').from(
    'attestation.required',
    ({ attestation }) => attestation.required,
  ),
  ...signerInputs,
})

/** What the attestation must be of. */
export interface Attested {
  readonly model: string
  /** Digest of `evaluation.json`; left out: of any evaluation. */
  readonly evaluation?: string
}

/**
 * Holds an attestation against the model that a stage is about to use, where one is required.
 * @returns what was verified, for the stage's document
 * @throws InputError where it is missing or not valid
 */
export async function expectAttested(
  inputs: Values<typeof attestedInputs>,
  attested: Attested,
  context: Context,
): Promise<readonly Subject[]> {
  if (!inputs['require-attestation']) return []
  if (inputs.attestation === undefined)
    throw new InputError('the evaluation has no attestation', {
      at: { file: 'inputs', key: 'attestation' },
      remedy: `Name ${bundleName}: evaluate writes it in a job with id-token: write and attestations: write.`,
    })
  const { sha256, signer } = await verified(inputs.attestation, inputs, attested, context)
  context.services.log.info(`Attested by ${signer.workflow}, ${signer.run}`)
  return [{ kind: 'file', name: bundleName, sha256 }]
}

/** Verifies an attestation against those who may sign. @throws InputError where it is not valid */
export function verified(
  bundle: string,
  inputs: Values<typeof signerInputs>,
  attested: Attested,
  { services }: Context,
): Promise<VerifiedAttestation> {
  const { GITHUB_REPOSITORY: own, GITHUB_SERVER_URL: server } = services.env
  const repository = inputs['signer-repository'] ?? own
  if (!repository)
    throw new InputError('who must have signed is not said', {
      at: { file: 'inputs', key: 'signer-repository' },
      remedy: 'Name the repository: --signer-repository owner/name, or attestation.repository.',
    })
  const { 'signer-workflow': workflow, 'signer-ref': ref, 'trusted-root': trustedRoot } = inputs
  return verifyAttestation(bundle, {
    ...attested,
    signer: {
      repository,
      ...(workflow !== undefined && { workflow }),
      ...(ref !== undefined && { ref }),
      ...(server && { server }),
    },
    ...(trustedRoot !== undefined && { trustedRoot }),
  })
}

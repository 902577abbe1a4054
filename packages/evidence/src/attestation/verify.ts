import { keyPath, ownValidator } from '@trainyard/config'
import { InputError, sha256 } from '@trainyard/ports'
import { readJson } from '../json/read.ts'
import { expectSigner, type WantedSigner } from './identity.ts'
import { predicateType } from './statement.ts'
import type { Predicate, Signer } from './types.ts'

/** What an attestation must say, and who must have said it. */
export interface ExpectedAttestation {
  /** sha256 of `model.onnx`. */
  readonly model: string
  /** sha256 of `evaluation.json`; left out: of any evaluation. */
  readonly evaluation?: string
  readonly signer: WantedSigner
  /** File with the trusted root; left out: Sigstore's public-good instance. */
  readonly trustedRoot?: string
}

export interface VerifiedAttestation {
  readonly predicate: Predicate
  readonly signer: Signer
  /** Of the bundle's bytes. */
  readonly sha256: string
}

const STATEMENT = 'https://in-toto.io/Statement/v1'
const PAYLOAD = 'application/vnd.in-toto+json'

/**
 * Verifies a bundle that `evaluate` wrote, without any network: signature, signer, subject, kind of statement and verdict.
 * @throws InputError saying which of them does not hold
 */
export async function verifyAttestation(file: string, expected: ExpectedAttestation): Promise<VerifiedAttestation> {
  const { bytes, value } = await readJson(file)
  const [{ verifySignature }, { trustedRoots }] = await Promise.all([
    import('./signature.ts'),
    import('./trusted-root.ts'),
  ])
  const roots = await trustedRoots(expected.trustedRoot)
  const { payload, payloadType, signer } = verifySignature(value, roots, file)
  expectSigner(signer, expected.signer, file)
  if (payloadType !== PAYLOAD) throw refused(`signs ${payloadType}, no in-toto statement`, file)
  const predicate = await predicateOf(JSON.parse(payload.toString()), expected.model, file)
  expectPredicate(predicate, expected, file)
  return { predicate, signer, sha256: sha256(bytes) }
}

async function predicateOf(statement: unknown, model: string, file: string): Promise<Predicate> {
  const { _type, predicateType: kind, subject, predicate } = fields(statement)
  if (_type !== STATEMENT) throw refused(`holds a statement of type ${String(_type)}, not ${STATEMENT}`, file)
  const digests = (Array.isArray(subject) ? subject : []).map((one) => fields(fields(one)['digest'])['sha256'])
  if (!digests.includes(model))
    throw refused(`is of another model: it names ${digests.join(', ')}, this one is ${model}`, file)
  if (kind !== predicateType) throw refused(`is of type ${String(kind)}, not of an evaluation`, file)
  const schema = () => import('../../../../schema/attestation.schema.json', { with: { type: 'json' } })
  const validate = await ownValidator('attestation', async () => ({ schema: (await schema()).default }))
  const [problem] = await validate(predicate)
  if (problem) throw refused(`predicate.${keyPath(problem.path)}: ${problem.message}`, file)
  return predicate as Predicate
}

function expectPredicate({ verdict, evaluation }: Predicate, expected: ExpectedAttestation, file: string): void {
  if (verdict !== 'pass') throw refused(`says that the evaluation ended with ${verdict}`, file)
  if (expected.evaluation !== undefined && evaluation.sha256 !== expected.evaluation)
    throw refused(
      `is of another evaluation: it names ${evaluation.sha256}, evaluation.json is ${expected.evaluation}`,
      file,
    )
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function refused(message: string, file: string): InputError {
  return new InputError(message, { at: { file }, remedy: 'Evaluate this model again, and attest it there.' })
}

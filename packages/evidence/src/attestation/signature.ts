import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle'
import type { TrustedRoot } from '@sigstore/protobuf-specs'
import { type Signer as Certified, toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { errorMessage, InputError } from '@trainyard/ports'
import type { Signer } from './types.ts'

/** What somebody signed, and who it was. */
export interface Signed {
  readonly payload: Buffer
  readonly payloadType: string
  readonly signer: Signer
}

const REMEDY =
  'The signature must be of an instance of Sigstore that is trusted. Private repositories sign by GitHub’s own: name its root by trusted-root.'

/**
 * Verifies a bundle without any network: certificate chain, signed certificate timestamp, transparency log and time stamp,
 * as far as the root has such authorities, and the signature over the statement.
 * @throws InputError where no root verifies it
 */
export function verifySignature(value: unknown, roots: readonly TrustedRoot[], file: string): Signed {
  const bundle = bundleOf(value, file)
  if (bundle.content.$case !== 'dsseEnvelope')
    throw new InputError('signs no statement', { at: { file }, remedy: 'Name the bundle that evaluate wrote.' })
  const { payload, payloadType } = bundle.content.dsseEnvelope
  const failures: string[] = []
  for (const root of roots) {
    try {
      const certified = verifierOf(root).verify(toSignedEntity(bundle))
      return { payload, payloadType, signer: signerOf(certified) }
    } catch (error) {
      failures.push(errorMessage(error))
    }
  }
  throw new InputError(`the signature is not valid: ${[...new Set(failures)].join('; ')}`, {
    at: { file },
    remedy: REMEDY,
  })
}

function bundleOf(value: unknown, file: string) {
  try {
    // The library checks the shape itself.
    return bundleFromJSON(value as SerializedBundle)
  } catch (cause) {
    throw new InputError(`is no bundle of Sigstore: ${errorMessage(cause)}`, { at: { file }, cause })
  }
}

/** GitHub's own instance has no logs: what a root has, a bundle must satisfy. */
function verifierOf(root: TrustedRoot): Verifier {
  return new Verifier(toTrustMaterial(root), {
    tlogThreshold: root.tlogs.length > 0 ? 1 : 0,
    ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
    timestampThreshold: 1,
  })
}

/** Extensions of Fulcio's certificates: github.com/sigstore/fulcio, docs/oid-info.md. */
const FULCIO = '1.3.6.1.4.1.57264.1'

function signerOf({ identity }: Certified): Signer {
  const of = (extension: number) => {
    const id = `${FULCIO}.${extension}`
    return derText(identity?.oids?.find(({ oid }) => oid?.id.join('.') === id)?.value)
  }
  return {
    repository: of(12),
    workflow: identity?.subjectAlternativeName,
    ref: of(14),
    commit: of(13),
    run: of(21),
    issuer: identity?.extensions?.issuer,
  }
}

const UTF8_STRING = 0x0c

/** The text of a DER UTF8String; undefined for anything else. */
function derText(bytes: Uint8Array | undefined): string | undefined {
  if (bytes?.[0] !== UTF8_STRING) return undefined
  const [, first = 0] = bytes
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  return new TextDecoder().decode(bytes.subarray(2 + lengthBytes))
}

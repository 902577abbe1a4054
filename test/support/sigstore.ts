import { createHash, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  fulcioHandler,
  type HandlerFn,
  initializeCA,
  initializeCTLog,
  initializeTLog,
  initializeTSA,
  rekorHandler,
  tsaHandler,
} from '@sigstore/mock'
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from '@sigstore/protobuf-specs'

/** As Sigstore's public instance has logs, or as GitHub's own has none but stamps the time. */
export type Witness = 'logged' | 'stamped'

/** A Sigstore on loopback with authorities of its own: its signatures are real, and nobody else trusts them. */
export interface LoopbackSigstore {
  readonly origin: string
  /** What a verifier must trust, as `gh attestation trusted-root` prints it. */
  readonly root: string
  /** Answers a request for one of the services; for servers that stand in for their names. */
  answer(path: string, body: string): Promise<Answer>
  close(): Promise<void>
}

type Answer = Awaited<ReturnType<HandlerFn>>

interface Instance {
  readonly handlers: readonly { readonly path: string; readonly fn: HandlerFn }[]
  readonly root: Pick<TrustedRoot, 'certificateAuthorities' | 'tlogs' | 'ctlogs' | 'timestampAuthorities'>
}

export async function startSigstore(witness: Witness): Promise<LoopbackSigstore> {
  const { handlers, root } = await (witness === 'logged' ? logged() : stamped())
  const answer = async (path: string, body: string): Promise<Answer> => {
    const handler = handlers.find((one) => one.path === path)
    return handler ? handler.fn(body) : { statusCode: 404, response: 'no such service' }
  }
  const server = createServer(async (request, response) => {
    const { statusCode, response: body, contentType } = await answer(request.url ?? '', await text(request))
    response.writeHead(statusCode, { 'content-type': contentType ?? 'text/plain' }).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const mediaType = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1'
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    root: JSON.stringify(TrustedRoot.toJSON({ mediaType, ...root })),
    answer,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/** Fulcio makes the name of a certificate from the token: the workflow that the job is of. */
const naming = { subjectClaim: 'signer' }

async function logged(): Promise<Instance> {
  const ctlog = await initializeCTLog(keys())
  const ca = await initializeCA(keys(), ctlog)
  const tlog = await initializeTLog('https://rekor.sigstore.dev', keys())
  const { path, fn } = rekorHandler(tlog)
  return {
    handlers: [fulcioHandler(ca, naming), { path, fn: (body) => fn(asKept(body)) }],
    root: {
      certificateAuthorities: [authorityOf([ca.rootCertificate])],
      tlogs: [logOf(tlog.publicKey)],
      ctlogs: [logOf(ctlog.publicKey)],
      timestampAuthorities: [],
    },
  }
}

async function stamped(): Promise<Instance> {
  const ca = await initializeCA(keys())
  const clock = new Date()
  const tsa = await initializeTSA(keys(), clock)
  const { path, fn } = tsaHandler(tsa)
  // A verifier reads fractions of three digits only, and the stand-in leaves zeros at their end out.
  const stampAtFullSecond: HandlerFn = (body) => {
    clock.setTime(Math.floor(Date.now() / 1000) * 1000)
    return fn(body)
  }
  return {
    handlers: [fulcioHandler(ca, naming), { path, fn: stampAtFullSecond }],
    root: {
      certificateAuthorities: [authorityOf([ca.rootCertificate])],
      tlogs: [],
      ctlogs: [],
      timestampAuthorities: [authorityOf([tsa.intCertificate, tsa.rootCertificate])],
    },
  }
}

/** Of an envelope Rekor keeps digests and signatures alone; the stand-in would keep what it is sent. */
function asKept(body: string): string {
  const { apiVersion, kind, spec } = JSON.parse(body)
  const { envelope, verifiers } = spec.proposedContent
  const { payload, signatures } = JSON.parse(envelope)
  return JSON.stringify({
    apiVersion,
    kind,
    spec: {
      envelopeHash: hashOf(envelope),
      payloadHash: hashOf(Buffer.from(payload, 'base64')),
      signatures: signatures.map(({ sig }: { sig: string }) => ({ signature: sig, verifier: verifiers[0] })),
    },
  })
}

function hashOf(bytes: string | Uint8Array) {
  return { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') }
}

/** A little before now, as certificates begin at full seconds. */
const validFor = { start: new Date(Date.now() - 60_000), end: undefined }

function authorityOf(certificates: readonly ArrayBufferView[]): TrustedRoot['certificateAuthorities'][number] {
  return {
    subject: { commonName: 'loopback', organization: 'loopback' },
    uri: 'https://loopback.invalid',
    certChain: {
      certificates: certificates.map(({ buffer, byteOffset, byteLength }) => ({
        rawBytes: Buffer.from(buffer, byteOffset, byteLength),
      })),
    },
    validFor,
    operator: 'loopback',
  }
}

function logOf(publicKey: Uint8Array): TrustedRoot['tlogs'][number] {
  return {
    baseUrl: 'https://rekor.sigstore.dev',
    logId: { keyId: createHash('sha256').update(publicKey).digest() },
    hashAlgorithm: HashAlgorithm.SHA2_256,
    publicKey: {
      rawBytes: Buffer.from(publicKey),
      keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256,
      validFor,
    },
    checkpointKeyId: undefined,
    operator: 'loopback',
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += part
  return body
}

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bundleToJSON } from '@sigstore/bundle'
import { DSSEBundleBuilder, FulcioSigner, RekorWitness, TSAWitness } from '@sigstore/sign'
import { sha256 } from '@trainyard/ports'
import { type LoopbackSigstore, startSigstore, type Witness } from '../../../../test/support/sigstore.ts'
import { jobClaims, tokenOf } from '../../../../test/support/token.ts'
import { type ExpectedAttestation, predicateType, verifyAttestation } from './index.ts'
import { trustedRoots } from './trusted-root.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'attestation-'))
let instances: Record<Witness, LoopbackSigstore>
beforeAll(async () => {
  instances = { logged: await startSigstore('logged'), stamped: await startSigstore('stamped') }
})
afterAll(() => Promise.all(Object.values(instances).map((one) => one.close())))

const [model, evaluation, rules, data] = ['model', 'evaluation', 'rules', 'data'].map((name) => sha256(name))

const predicate = {
  schemaVersion: 1,
  tool: { name: 'trainyard', version: '1.0.0' },
  evaluation: { sha256: evaluation },
  verdict: 'pass',
  decidedBy: 'bounds',
  rules: { sha256: rules, gates: [{ text: 'accuracy >= 0.9', verdict: 'pass' }] },
  data: { sha256: data, split: 'test', rows: 69 },
}

const statement = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'model.onnx', digest: { sha256: model } }],
  predicateType,
  predicate,
}

interface Signing {
  readonly says?: object
  readonly claims?: object
  readonly type?: string
  readonly by?: Witness
}

/** Signs as `@actions/attest` does: a key of a minute, a certificate for the job's token, a log or a time stamp. */
async function sign({ says = {}, claims = {}, type = 'application/vnd.in-toto+json', by = 'logged' }: Signing = {}) {
  const { origin } = instances[by]
  const common = { retry: 0, timeout: 10_000 }
  const signer = new FulcioSigner({
    fulcioBaseURL: origin,
    identityProvider: { getToken: async () => tokenOf({ ...jobClaims, ...claims }) },
    ...common,
  })
  const witness =
    by === 'logged'
      ? new RekorWitness({ rekorBaseURL: origin, ...common })
      : new TSAWitness({ tsaBaseURL: origin, ...common })
  const builder = new DSSEBundleBuilder({ signer, witnesses: [witness] })
  const bundle = await builder.create({ data: Buffer.from(JSON.stringify({ ...statement, ...says })), type })
  return bundleToJSON(bundle)
}

const written = (name: string, content: unknown) => {
  const file = path.join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const signer = { repository: 'acme/penguins' }

async function verify(bundle: unknown, expected: Partial<ExpectedAttestation> = {}) {
  const roots = `${instances.stamped.root}\n${instances.logged.root}\n`
  const trustedRoot = written('trusted_root.jsonl', roots)
  const file = written('attestation.sigstore.json', bundle)
  return verifyAttestation(file, { model: model ?? '', signer, trustedRoot, ...expected })
}

describe('a bundle that the expected workflow signed', () => {
  test.each(['logged', 'stamped'] as const)('is verified without a network: %s', async (by) => {
    const found = await verify(await sign({ by }), {
      evaluation: evaluation ?? '',
      signer: { ...signer, workflow: '.github/workflows/pipeline.yml', ref: 'refs/heads/main' },
    })
    expect(found.predicate).toEqual(predicate)
    expect(found.signer).toEqual({
      repository: 'https://github.com/acme/penguins',
      workflow: jobClaims.signer,
      ref: 'refs/heads/main',
      commit: jobClaims.sha,
      run: 'https://github.com/acme/penguins/actions/runs/1/attempts/1',
      issuer: jobClaims.iss,
    })
  })

  test.each([
    'acme/penguins/.github/workflows/pipeline.yml',
    'Acme/Penguins/.github/workflows/pipeline.yml@refs/heads/main',
    '.github/workflows/pipeline.yml@refs/heads/main',
  ])('the workflow may be named %s', async (workflow) => {
    await expect(verify(await sign(), { signer: { ...signer, workflow } })).resolves.toBeDefined()
  })

  test('an enterprise’s issuer has a name of its own', async () => {
    const iss = `${jobClaims.iss}/acme-corp`
    await expect(verify(await sign({ claims: { iss } }))).resolves.toBeDefined()
  })
})

describe('refused:', () => {
  test.each<[string, Signing, Partial<ExpectedAttestation>, RegExp]>([
    ['another model', {}, { model: sha256('other') }, /is of another model/],
    ['another evaluation', {}, { evaluation: sha256('other') }, /is of another evaluation/],
    ['another repository', {}, { signer: { repository: 'mallory/penguins' } }, /another repository: .*acme\/penguins/],
    [
      'a repository whose name begins alike',
      { claims: { repository: 'acme/penguins-fork' } },
      {},
      /another repository: .*penguins-fork/,
    ],
    ['another workflow', {}, { signer: { ...signer, workflow: '.github/workflows/deploy.yml' } }, /another workflow/],
    [
      'the workflow at another ref',
      {},
      { signer: { ...signer, workflow: '.github/workflows/pipeline.yml@refs/tags/v1' } },
      /another workflow/,
    ],
    [
      'another branch',
      { claims: { ref: 'refs/pull/3/merge' } },
      { signer: { ...signer, ref: 'refs/heads/main' } },
      /another ref: refs\/pull\/3/,
    ],
    ['another issuer', { claims: { iss: 'https://accounts.example' } }, {}, /another issuer/],
    [
      'an issuer whose name begins alike',
      { claims: { iss: 'https://token.actions.githubusercontent.com.example' } },
      {},
      /another issuer/,
    ],
    ['a failed evaluation', { says: { predicate: { ...predicate, verdict: 'fail' } } }, {}, /ended with fail/],
    [
      'an evaluation that could not decide',
      { says: { predicate: { ...predicate, verdict: 'inconclusive' } } },
      {},
      /ended with inconclusive/,
    ],
    [
      'another kind of statement',
      { says: { predicateType: 'https://slsa.dev/provenance/v1' } },
      {},
      /type https:\/\/slsa\.dev/,
    ],
    ['another version of statements', { says: { _type: 'https://in-toto.io/Statement/v9' } }, {}, /Statement\/v9/],
    ['something that is no statement', { type: 'text/plain' }, {}, /signs text\/plain/],
    ['a predicate without rules', { says: { predicate: { ...predicate, rules: undefined } } }, {}, /predicate.*rules/],
    [
      'a predicate with more than is known',
      { says: { predicate: { ...predicate, waived: true } } },
      {},
      /predicate.*waived/,
    ],
  ])('%s', async (_, signing, expected, message) => {
    await expect(verify(await sign(signing), expected)).rejects.toThrow(message)
  })

  test('a statement that was changed after it was signed', async () => {
    const bundle = JSON.parse(JSON.stringify(await sign({ says: { predicate: { ...predicate, verdict: 'fail' } } })))
    const said = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()
    bundle.dsseEnvelope.payload = Buffer.from(said.replace('"fail"', '"pass"')).toString('base64')
    await expect(verify(bundle)).rejects.toThrow(/signature is not valid/)
  })

  test('the signature of another bundle', async () => {
    const [one, other] = await Promise.all([sign(), sign()])
    const mixed = { ...one, verificationMaterial: other.verificationMaterial }
    await expect(verify(mixed)).rejects.toThrow(/signature is not valid/)
  })

  test('a bundle without its log entry', async () => {
    const bundle = await sign()
    const bare = { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, tlogEntries: [] } }
    await expect(verify(bare)).rejects.toThrow(/signature is not valid/)
  })

  test('a bundle of authorities that are not trusted: Sigstore’s own are, where no file is named', async () => {
    const file = written('attestation.sigstore.json', await sign())
    await expect(verifyAttestation(file, { model: model ?? '', signer })).rejects.toThrow(/signature is not valid/)
  })

  test.each([
    ['no bundle', {}, /no bundle of Sigstore/],
    ['a message without a statement', { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, /no bundle/],
    ['a list', [], /no bundle of Sigstore/],
  ])('%s', async (_, bundle, message) => {
    await expect(verify(bundle)).rejects.toThrow(message)
  })
})

describe('trusted roots', () => {
  test('Sigstore’s public-good instance comes with Trainyard', async () => {
    const [root] = await trustedRoots(undefined)
    expect(root?.certificateAuthorities.map(({ uri }) => uri)).toContain('https://fulcio.sigstore.dev')
    expect(root?.tlogs.length).toBeGreaterThan(0)
  })

  test.each([
    ['empty', '', /names no certificate authority/],
    ['no JSON', 'root', /no trusted root/],
    ['something else', '{"certificateAuthorities": []}', /names no certificate authority/],
    ['null', 'null', /no trusted root|names no/],
  ])('a file that is %s is refused', async (_, text, message) => {
    await expect(trustedRoots(written('root.json', text))).rejects.toThrow(message)
  })

  test('a file that is missing says how to make one', async () => {
    await expect(trustedRoots(path.join(folder, 'none.jsonl'))).rejects.toThrow(/gh attestation trusted-root/)
  })
})

test('the type of the predicate is the address of its schema', () => {
  expect(JSON.parse(readFileSync('schema/attestation.schema.json', 'utf8')).$id).toBe(predicateType)
})

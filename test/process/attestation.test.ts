import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { type LoopbackProxy, startProxy } from '../support/proxy.ts'
import { dist, runBundle, type StepResult } from '../support/runner.ts'
import { type LoopbackSigstore, startSigstore, type Witness } from '../support/sigstore.ts'
import { jobClaims } from '../support/token.ts'

jest.setTimeout(60_000)

/** What GitHub's client asks: of a public repository Sigstore's own servers, of a private one GitHub's. */
const hosts = {
  logged: ['fulcio.sigstore.dev', 'rekor.sigstore.dev'],
  stamped: ['fulcio.githubapp.com', 'timestamp.githubapp.com'],
}

let github: LoopbackGitHub
let instances: Record<Witness, LoopbackSigstore & { readonly proxy: LoopbackProxy }>
beforeAll(async () => {
  github = await startGitHub()
  instances = { logged: await behindProxy('logged'), stamped: await behindProxy('stamped') }
})
afterAll(async () => {
  const ended = Object.values(instances).flatMap((one) => [one.close(), one.proxy.close()])
  await Promise.all([github.close(), ...ended])
})
beforeEach(() => {
  github.attestations.status = 201
  github.attestations.claims = jobClaims
})

async function behindProxy(witness: Witness) {
  const sigstore = await startSigstore(witness)
  return { ...sigstore, proxy: await startProxy(hosts[witness], sigstore.answer) }
}

/** A checkout with a model, and rows whose labels it knows. */
function checkout(): string {
  const workspace = mkdtempSync(path.join(tmpdir(), 'attested-'))
  const fixtures = path.resolve('packages/model/src/fixtures')
  const { columns, values } = JSON.parse(readFileSync(path.join(fixtures, 'ridge.json'), 'utf8'))
  const rows = values.map((value: number, at: number) =>
    [columns.age[at], columns.bmi[at], columns.bp[at], value + (at % 2)].join(','),
  )
  writeFileSync(path.join(workspace, 'rows.csv'), ['age,bmi,bp,progress', ...rows].join('\n'))
  copyFileSync(path.join(fixtures, 'ridge.onnx'), path.join(workspace, 'model.onnx'))
  return workspace
}

interface Job {
  readonly witness?: Witness
}

/** A job with `id-token: write` that evaluates, on a runner that reaches Sigstore through a proxy. */
function evaluate(workspace: string, { witness = 'logged' }: Job): Promise<StepResult> {
  const visibility = witness === 'logged' ? 'public' : 'private'
  const given = { model: 'model.onnx', data: 'rows.csv', target: 'progress', gates: 'rmse <= 30' }
  return runBundle('evaluate', {
    workspace,
    github,
    event: { name: 'push', payload: { repository: { visibility } } },
    env: { ...instances[witness].proxy.env, ...github.attestations.env(github.origin) },
    inputs: { ...given, token: 'secret-token', upload: 'false' },
  })
}

/** `trainyard verify`, which reaches nothing. */
function verify(workspace: string, root: string, args: readonly string[] = []) {
  writeFileSync(path.join(workspace, 'trusted_root.jsonl'), root)
  const bundle = path.join(workspace, '.trainyard/evaluate/attestation.sigstore.json')
  const known = ['--model', path.join(workspace, 'model.onnx'), '--attestation', bundle]
  const trusted = ['--trusted-root', path.join(workspace, 'trusted_root.jsonl'), '--signer-repository', 'acme/penguins']
  const line = [path.join(dist, 'cli/index.js'), 'verify', ...known, ...trusted, ...args]
  return spawnSync(process.execPath, line, { cwd: workspace, encoding: 'utf8', env: { PATH: process.env['PATH'] } })
}

describe.each(['logged', 'stamped'] as const)('an evaluation that passed, %s', (witness) => {
  test('is attested by GitHub’s client, kept by the repository, and verified without a network', async () => {
    const workspace = checkout()
    const made = await evaluate(workspace, { witness })
    expect(made).toMatchObject({ exitCode: 0, annotations: [] })
    const bundle = path.join(workspace, '.trainyard/evaluate/attestation.sigstore.json')
    expect(made.outputs).toMatchObject({
      attestation: bundle,
      'attestation-id': String(40 + github.attestations.stored.length),
    })
    expect(JSON.parse(readFileSync(bundle, 'utf8'))).toEqual(github.attestations.stored.at(-1))
    expect(instances[witness].proxy.asked).toEqual(hosts[witness].map((host) => `${host}:443`))
    const found = verify(workspace, instances[witness].root, ['--signer-ref', 'refs/heads/main'])
    expect(found.stdout).toMatch(/pass .*model sha256:/)
    expect(found.stdout).toContain(jobClaims.signer)
    expect(found.stdout).toContain('rmse <= 30')
    expect(found.status).toBe(0)
  })
})

describe('what comes after an evaluation may require its attestation', () => {
  let workspace: string
  beforeAll(async () => {
    github.attestations.claims = jobClaims
    workspace = checkout()
    expect((await evaluate(workspace, {})).exitCode).toBe(0)
    writeFileSync(path.join(workspace, 'trusted_root.jsonl'), instances.logged.root)
  })

  const build = (inputs: Record<string, string>) =>
    runBundle('build-image', {
      workspace,
      inputs: {
        model: 'model.onnx',
        'require-attestation': 'true',
        'trusted-root': 'trusted_root.jsonl',
        // What is asked after the attestation was found to hold.
        base: '127.0.0.1:1/base:1',
        ...inputs,
      },
    })

  test('the one that the workflow signed is let through', async () => {
    const { stdout } = await build({ 'signer-workflow': '.github/workflows/pipeline.yml' })
    expect(stdout).toMatch(/Attested by https:\/\/github\.com\/acme\/penguins\/\.github\/workflows\/pipeline\.yml/)
    expect(stdout).toContain('127.0.0.1:1')
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['of another repository', { 'signer-repository': 'mallory/penguins' }, /another repository/],
    ['of another branch', { 'signer-ref': 'refs/heads/release' }, /another ref/],
    ['of authorities that nobody trusts', { 'trusted-root': '' }, /signature is not valid/],
    ['that is missing', { attestation: 'none.json' }, /no such file/],
  ])('one %s is refused', async (_, inputs, message) => {
    const { exitCode, annotations } = await build(inputs)
    expect(annotations.map((note) => note.message).join('\n')).toMatch(message)
    expect(exitCode).toBe(2)
  })

  test('deploy asks for it too', async () => {
    writeFileSync(path.join(workspace, 'image.json'), JSON.stringify(imageOf(path.join(workspace, 'model.onnx'))))
    const trusted = { 'require-attestation': 'true', 'trusted-root': 'trusted_root.jsonl' }
    const inputs = { image: 'image.json', ...trusted, 'signer-repository': 'mallory/penguins' }
    const { exitCode, annotations } = await runBundle('deploy', { workspace, inputs })
    expect(annotations.map((note) => note.message).join('\n')).toMatch(/another repository/)
    expect(exitCode).toBe(2)
  })
})

/** What an image of a model says of itself. */
function imageOf(model: string) {
  const [sha256, zeros] = [createHash('sha256').update(readFileSync(model)).digest('hex'), '0'.repeat(64)]
  return {
    kind: 'image',
    schemaVersion: 1,
    createdAt: '2026-01-31T00:00:00.000Z',
    tool: { name: 'trainyard', version: '1.0.0' },
    subjects: [],
    inputs: [],
    verdict: 'pass',
    reason: 'built',
    digest: `sha256:${zeros}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    platform: { os: 'linux', architecture: 'amd64' },
    base: { reference: 'node24', files: [] },
    layers: [],
    size: 0,
    model: sha256,
    evaluation: null,
  }
}

test('without attestations: write the repository keeps none: the digest alone binds, and is said to be weaker', async () => {
  github.attestations.status = 403
  const { exitCode, annotations, outputs } = await evaluate(checkout(), {})
  expect(annotations[0]?.message).toMatch(/Resource not accessible by integration[\s\S]*attestations: write.*weaker/)
  expect(outputs['attestation']).toBeUndefined()
  expect(exitCode).toBe(0)
})

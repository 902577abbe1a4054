// A pipeline whose caller grants it an identity: its evaluation is signed, and only then are an image and a deployment made.
import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startGitHub } from '../../.build/test/support/github.js'
import { startProxy } from '../../.build/test/support/proxy.js'
import { startSigstore } from '../../.build/test/support/sigstore.js'
import { jobClaims } from '../../.build/test/support/token.js'
import { exampleRepository, publishedTree, run, runWorkflow, unpacked } from './act.mjs'

const pipeline = 'trainyard-ml/trainyard/.github/workflows/pipeline.yml'
const published = publishedTree()
const folders = [published]
let [github, sigstore, proxy] = []

before(async () => {
  github = await startGitHub()
  sigstore = await startSigstore('logged')
  proxy = await startProxy(['fulcio.sigstore.dev', 'rekor.sigstore.dev'], sigstore.answer)
  // Of a job in a reusable workflow GitHub's token names that workflow, and the repository that called it.
  const called = { job_workflow_ref: `${pipeline}@refs/tags/v1`, signer: `https://github.com/${pipeline}@refs/tags/v1` }
  github.attestations.claims = { ...jobClaims, ...called }
})
after(async () => {
  await Promise.all([github, sigstore, proxy].map((server) => server.close()))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function repository() {
  const folder = await exampleRepository((made) => {
    appendFileSync(path.join(made, '.github/workflows/pipeline.yml'), '    with:\n      require-attestation: true\n')
    const signer = `{workflow: ${pipeline}, ref: refs/heads/main, trusted-root: trusted_root.jsonl}`
    appendFileSync(path.join(made, 'trainyard.yml'), `attestation: ${signer}\n`)
    writeFileSync(path.join(made, 'trusted_root.jsonl'), sigstore.root)
  })
  folders.push(folder)
  return folder
}

const act = async (runId, folder, env) =>
  runWorkflow({
    repository: folder,
    published,
    workflow: 'pipeline.yml',
    event: 'push',
    payload: { ref: 'refs/heads/main', repository: { visibility: 'public' } },
    github,
    runId,
    token: 'of-the-repository',
    env,
  })

test('without an identity nothing is signed, and so no image is built', async () => {
  const { code, output, artifacts } = await act('1', await repository(), {})
  assert.notEqual(code, 0)
  assert.match(output, /No attestation: the job has no permission id-token: write/)
  assert.match(output, /the evaluation has no attestation/)
  assert.deepEqual(artifacts, ['evaluate', 'report', 'train', 'validate-data'])
})

test('with one the evaluation is signed, image and deployment ask for it, and anybody may verify it', async () => {
  const folder = await repository()
  const { code, output } = await act('2', folder, { ...proxy.env, ...github.attestations.env(github.origin) })
  assert.equal(code, 0, output.slice(-6000))
  assert.match(output, /\[.*build-image.*\].*Attested by https:\/\/github\.com\/trainyard-ml\/trainyard\//)
  assert.match(output, /\[.*deploy.*\].*Attested by https:\/\/github\.com\/trainyard-ml\/trainyard\//)
  assert.equal(github.attestations.stored.length, 1)
  const model = await unpacked(github.archive('2', 'train'), ['model.onnx'])
  const evaluation = await unpacked(github.archive('2', 'evaluate'), ['evaluation.json', 'attestation.sigstore.json'])
  folders.push(model, evaluation)
  const signed = path.join(evaluation, 'attestation.sigstore.json')
  assert.deepEqual(JSON.parse(readFileSync(signed, 'utf8')), github.attestations.stored[0])
  const given = ['--model', path.join(model, 'model'), '--attestation', signed]
  const also = ['--evaluation', path.join(evaluation, 'evaluation.json'), '--signer-repository', 'acme/penguins']
  const cli = path.join(published, 'dist/cli/index.js')
  const verified = await run(process.execPath, [cli, 'verify', ...given, ...also], { cwd: folder })
  assert.equal(verified.code, 0, verified.output)
  assert.match(verified.output, /signed by .*trainyard\/\.github\/workflows\/pipeline\.yml@refs\/tags\/v1/)
})

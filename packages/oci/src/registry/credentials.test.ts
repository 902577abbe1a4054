import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseChallenges } from './challenge.ts'
import { dockerCredentials } from './credentials.ts'

let folder: string
const masked: string[] = []
const asked: unknown[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-docker-'))
})

afterEach(async () => {
  masked.length = 0
  asked.length = 0
  await rm(folder, { recursive: true })
})

async function lookUp(config: unknown, registry: string, helper = { code: 0, stdout: '', stderr: '' }) {
  await writeFile(path.join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  const source = dockerCredentials({
    env: { DOCKER_CONFIG: folder },
    log: { mask: (secret) => void masked.push(secret) },
    exec: {
      run: async (command, args, options) => {
        asked.push([command, args, options?.input])
        return { ...helper, signal: null }
      },
    },
  })
  return source(registry)
}

const auth = Buffer.from('ada:pass:word').toString('base64')
const ada = { kind: 'password', username: 'ada', password: 'pass:word' }

test.each([
  ['ghcr.io', 'ghcr.io', ada],
  ['https://ghcr.io', 'ghcr.io', ada],
  ['https://index.docker.io/v1/', 'docker.io', ada],
  ['localhost:5000', 'localhost:5000', ada],
  ['localhost:5000', 'localhost:5001', undefined],
])('what docker login wrote for %s is found for %s', async (key, registry, expected) => {
  expect(await lookUp({ auths: { [key]: { auth } } }, registry)).toEqual(expected)
  expect(masked).toEqual(expected ? ['pass:word', auth] : [])
})

test('an identity token is one', async () => {
  const config = { auths: { 'acr.example': { auth, identitytoken: 'identity' } } }
  expect(await lookUp(config, 'acr.example')).toEqual({ kind: 'identity', token: 'identity' })
})

test('a helper is asked by the protocol of Docker', async () => {
  const stdout = '{"ServerURL":"ghcr.io","Username":"ada","Secret":"s3cret"}'
  const config = { credsStore: 'desktop', credHelpers: { 'ghcr.io': 'own' }, auths: { 'ghcr.io': {} } }
  expect(await lookUp(config, 'ghcr.io', { code: 0, stdout, stderr: '' })).toMatchObject({ password: 's3cret' })
  expect(await lookUp(config, 'docker.io', { code: 0, stdout, stderr: '' })).toMatchObject({ username: 'ada' })
  expect(asked).toEqual([
    ['docker-credential-own', ['get'], 'ghcr.io'],
    ['docker-credential-desktop', ['get'], 'https://index.docker.io/v1/'],
  ])
})

test('a helper that has nothing, one that fails, one with a token', async () => {
  const config = { credsStore: 'x' }
  const nothing = { code: 1, stdout: 'credentials not found in native keychain', stderr: '' }
  expect(await lookUp(config, 'a.io', nothing)).toBeUndefined()
  await expect(lookUp(config, 'a.io', { code: 1, stdout: '', stderr: 'locked' })).rejects.toThrow('ended with code 1')
  await expect(lookUp(config, 'a.io', { code: 0, stdout: 'hm', stderr: '' })).rejects.toThrow('is not JSON')
  const token = { code: 0, stdout: '{"Username":"<token>","Secret":"t"}', stderr: '' }
  expect(await lookUp(config, 'a.io', token)).toEqual({ kind: 'identity', token: 't' })
})

test('a broken configuration is named', async () => {
  await expect(lookUp('{', 'a.io')).rejects.toThrow(/config.json is not JSON/)
  await expect(lookUp('[]', 'a.io')).rejects.toThrow(/config.json is not a JSON object/)
  await expect(lookUp({ auths: { 'a.io': { auth: 'AAAA' } } }, 'a.io')).rejects.toThrow('broken entry for a.io')
})

test('no configuration, no credential', async () => {
  const source = dockerCredentials({
    env: { HOME: path.join(folder, 'nowhere') },
    log: { mask: () => undefined },
    exec: { run: () => Promise.reject(new Error('not to be called')) },
  })
  expect(await source('ghcr.io')).toBeUndefined()
})

test.each([
  ['Basic realm="x"', [{ scheme: 'basic', parameters: { realm: 'x' } }]],
  [
    'Bearer realm="https://a.io/token?x=1,2",service="a.io",scope="repository:a/b:pull,push"',
    [
      {
        scheme: 'bearer',
        parameters: { realm: 'https://a.io/token?x=1,2', service: 'a.io', scope: 'repository:a/b:pull,push' },
      },
    ],
  ],
  [
    'Negotiate, BEARER realm=plain , error="say \\"no\\"", Basic realm=y',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'bearer', parameters: { realm: 'plain', error: 'say "no"' } },
      { scheme: 'basic', parameters: { realm: 'y' } },
    ],
  ],
  ['', []],
  ['"broken', []],
])('the challenge %s', (header, expected) => expect(parseChallenges(header)).toEqual(expected))

// Object stores of our own: moto and the Versity gateway (S3), fake-gcs-server (Google Cloud Storage) and Azurite (Azure),
// installed by .ci/run.
import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { homedir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { atEnd, freePort, root, start, until } from '../image/support.mjs'

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'trainyard-ci')

export const programs = {
  moto: path.join(cache, 'moto-5.2.5/bin/moto_server'),
  versity: path.join(cache, 'bin/versitygw'),
  google: path.join(cache, 'bin/fake-gcs-server'),
  azurite: path.join(cache, 'azurite-3.37.0/node_modules/.bin/azurite-blob'),
}

const ok = async (asked) => {
  const response = await asked
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
  return response.text()
}

const sha256 = (content) => createHash('sha256').update(content).digest('hex')

/** A module of our own that signs requests. */
const signer = (name) =>
  import(
    pathToFileURL(
      path.join(
        process.env.TRAINYARD_BUILD ?? path.join(root, '.build'),
        `packages/dataset/src/remote/sign/${name}.js`,
      ),
    )
  )

/** S3 that checks every signature, in a header or in an address: the Versity gateway over a folder. */
export async function startVersity(t, folder) {
  const port = await freePort()
  const [data, facts] = [path.join(folder, 'objects'), path.join(folder, 'facts')]
  for (const made of [data, facts]) await mkdir(made, { recursive: true })
  const [id, secret] = ['ada', 'correct horse']
  const url = `http://127.0.0.1:${port}`
  const args = ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--sidecar', facts, data]
  const env = { ...process.env, ROOT_ACCESS_KEY: id, ROOT_SECRET_KEY: secret }
  const { output } = start(t, programs.versity, args, { env })
  await until('the Versity gateway', async () => (await fetch(url)).status === 403, { log: output, timeoutMs: 60_000 })
  const { signAws } = await signer('aws')
  const put = (at, body = '') => {
    const target = new URL(`${url}/${at}`)
    const payload = sha256(body)
    const request = { method: 'PUT', url: target, headers: { 'x-amz-content-sha256': payload }, payload }
    const scope = { region: 'us-east-1', service: 's3', date: new Date() }
    return ok(fetch(target, { method: 'PUT', body, headers: signAws(request, { id, secret }, scope) }))
  }
  await put('bucket')
  return {
    root: 's3://bucket',
    put: (key, body) => put(`bucket/${escaped(key)}`, body),
    close: async () => undefined,
    env: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_ENDPOINT_URL: url },
    wrong: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: 'hunter2', AWS_ENDPOINT_URL: url },
    anonymous: { AWS_ENDPOINT_URL: url },
  }
}

/** S3 that checks signatures in headers: moto with its own users and policies. */
export async function startS3(t) {
  const port = await freePort()
  const { output } = start(t, programs.moto, ['-H', '127.0.0.1', '-p', String(port)])
  const url = `http://127.0.0.1:${port}`
  await until('moto', async () => (await fetch(`${url}/moto-api/`)).ok, { log: output, timeoutMs: 60_000 })
  const iam = async (parameters) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=x/20200101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0'
    const body = new URLSearchParams({ Version: '2010-05-08', UserName: 'ada', ...parameters })
    return ok(fetch(url, { method: 'POST', headers: { authorization }, body }))
  }
  const policy = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], Version: '2012-10-17' }
  await iam({ Action: 'CreateUser' })
  await iam({ Action: 'PutUserPolicy', PolicyName: 'all', PolicyDocument: JSON.stringify(policy) })
  const made = await iam({ Action: 'CreateAccessKey' })
  const field = (name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(made)?.[1]
  await ok(fetch(`${url}/bucket`, { method: 'PUT' }))
  return {
    root: 's3://bucket',
    put: (key, body) => ok(fetch(`${url}/bucket/${escaped(key)}`, { method: 'PUT', body })),
    /** From here on every request is checked. */
    close: () => ok(fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' })),
    env: {
      AWS_ACCESS_KEY_ID: field('AccessKeyId'),
      AWS_SECRET_ACCESS_KEY: field('SecretAccessKey'),
      AWS_ENDPOINT_URL: url,
    },
    wrong: { AWS_ACCESS_KEY_ID: field('AccessKeyId'), AWS_SECRET_ACCESS_KEY: 'hunter2', AWS_ENDPOINT_URL: url },
    anonymous: { AWS_ENDPOINT_URL: url },
  }
}

/** Google Cloud Storage, and an issuer of tokens that checks what a service account signs. */
export async function startGoogle(t, folder) {
  const data = path.join(folder, 'objects')
  await mkdir(path.join(data, 'bucket'), { recursive: true })
  const [port, { publicKey, privateKey }] = [await freePort(), generateKeyPairSync('rsa', { modulusLength: 2048 })]
  const { output } = start(t, programs.google, [
    ...['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory', '-data', data],
    ...['-public-host', `127.0.0.1:${port}`],
  ])
  const url = `http://127.0.0.1:${port}`
  await until('fake-gcs-server', async () => (await fetch(`${url}/storage/v1/b`)).ok, {
    log: output,
    timeoutMs: 60_000,
  })
  const issuer = await startIssuer(t, publicKey)
  const account = async (name, key, more = {}) => {
    const file = path.join(folder, `${name}.json`)
    const pem = key.export({ type: 'pkcs8', format: 'pem' })
    const content = { type: 'service_account', client_email: 'ada@example', private_key: pem, token_uri: issuer }
    await writeFile(file, JSON.stringify({ ...content, ...more }))
    return { STORAGE_EMULATOR_HOST: url, GOOGLE_APPLICATION_CREDENTIALS: file }
  }
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return {
    root: 'gs://bucket',
    put: (key, body) => {
      const to = `${url}/upload/storage/v1/b/bucket/o?uploadType=media&name=${encodeURIComponent(key)}`
      return ok(fetch(to, { method: 'POST', body, headers: { 'content-type': 'text/csv' } }))
    },
    close: async () => undefined,
    env: await account('key', privateKey),
    wrong: await account('wrong', other),
    external: await account('external', privateKey, { type: 'external_account' }),
    anonymous: { STORAGE_EMULATOR_HOST: url },
  }
}

/** Answers a JWT that is signed by the right key with a token (RFC 7523), any other with 401. */
async function startIssuer(t, publicKey) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.')
    const { iss, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url'))
    const signed = verify(
      'RSA-SHA256',
      Buffer.from(`${head}.${claims}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    )
    const right = signed && iss === 'ada@example' && aud === address && exp > Date.now() / 1000
    const known = right && form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    response.writeHead(known ? 200 : 401).end(JSON.stringify(known ? { access_token: 'token' } : { error: 'invalid' }))
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  atEnd(t, () => server.close())
  const address = `http://127.0.0.1:${server.address().port}/token`
  return address
}

/** Azure Blob Storage; Azurite checks signatures as Azure does. */
export async function startAzure(t) {
  const port = await freePort()
  const { output } = start(t, programs.azurite, [
    ...['--blobHost', '127.0.0.1', '--blobPort', String(port)],
    ...['--silent', '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck'],
  ])
  // The account that Azurite always has, and its published key.
  const [name, key] = [
    'devstoreaccount1',
    'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  ]
  const url = `http://127.0.0.1:${port}/${name}`
  await until('Azurite', async () => (await fetch(url)).status > 0, { log: output, timeoutMs: 60_000 })
  const { signAzure } = await signer('azure')
  const send = async (at, headers = {}, body = undefined) => {
    const target = new URL(`${url}/${at}`)
    const length = body ? String(Buffer.byteLength(body)) : ''
    const all = { ...headers, 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-12-02' }
    const signed = { ...all, 'content-length': length, 'content-type': 'text/csv' }
    const authorization = signAzure({ method: 'PUT', url: target, headers: signed }, name, key)
    return ok(fetch(target, { method: 'PUT', body, headers: { ...all, 'content-type': 'text/csv', authorization } }))
  }
  await send('bucket?restype=container')
  const connection = (word) =>
    `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${word};BlobEndpoint=${url};`
  return {
    root: 'az://bucket',
    put: (at, body) => send(`bucket/${escaped(at)}`, { 'x-ms-blob-type': 'BlockBlob' }, body),
    close: async () => undefined,
    env: { AZURE_STORAGE_CONNECTION_STRING: connection(key) },
    wrong: { AZURE_STORAGE_CONNECTION_STRING: connection(Buffer.from('hunter2').toString('base64')) },
    anonymous: { AZURE_STORAGE_CONNECTION_STRING: `AccountName=${name};BlobEndpoint=${url}` },
    signed: (query) => ({
      AZURE_STORAGE_CONNECTION_STRING: `AccountName=${name};BlobEndpoint=${url};SharedAccessSignature=${query}`,
    }),
    account: { name, key },
  }
}

const escaped = (key) => key.split('/').map(encodeURIComponent).join('/')

// Debian's docker-registry (distribution 2.8), without a login, with passwords, or with tokens.
import { createPrivateKey, createSign, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { atEnd, freePort, run, start, until } from './support.mjs'

export const user = 'ada'
export const password = 's3cret pass'

/** @param auth `none`, `basic` or `token` */
export async function startRegistry(t, folder, auth = 'none') {
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const config = {
    version: 0.1,
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
    http: { addr: `127.0.0.1:${port}` },
    ...(auth !== 'none' && { auth: await authSection(t, folder, auth) }),
  }
  const file = path.join(folder, 'config.yml')
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config))
  const { output } = start(t, 'docker-registry', ['serve', file])
  const host = `127.0.0.1:${port}`
  await until('docker-registry', async () => (await fetch(`http://${host}/v2/`)).status > 0, { log: output })
  return { host, output }
}

async function authSection(t, folder, auth) {
  if (auth === 'basic') {
    const { stdout } = await run('htpasswd', ['-Bbn', user, password])
    await writeFile(path.join(folder, 'htpasswd'), stdout)
    return { htpasswd: { realm: 'test', path: path.join(folder, 'htpasswd') } }
  }
  const key = path.join(folder, 'key.pem')
  const certificate = path.join(folder, 'certificate.pem')
  const subject = ['-subj', '/CN=issuer', '-days', '2']
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    ...subject,
  ])
  const realm = await startIssuer(t, await readFile(key, 'utf8'), await readFile(certificate, 'utf8'))
  return { token: { realm, service: 'test-registry', issuer: 'test-issuer', rootcertbundle: certificate } }
}

/** Issues tokens as distribution specifies them: RS256, the certificate in the header. */
async function startIssuer(t, key, certificate) {
  const x5c = [certificate.replace(/-----[^-]+-----|\s/g, '')]
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://issuer')
    const known = request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    if (!known) return response.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED"}]}')
    return response.end(JSON.stringify({ token: sign(key, x5c, url.searchParams) }))
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  atEnd(t, () => server.close())
  return `http://127.0.0.1:${server.address().port}/token`
}

function sign(key, x5c, parameters) {
  const now = Math.floor(Date.now() / 1000)
  const access = parameters.getAll('scope').map((scope) => {
    const [type, name, actions] = scope.split(':')
    return { type, name, actions: actions.split(',') }
  })
  const claims = {
    iss: 'test-issuer',
    sub: user,
    aud: parameters.get('service'),
    nbf: now - 5,
    iat: now,
    exp: now + 300,
  }
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ typ: 'JWT', alg: 'RS256', x5c })}.${part({ ...claims, jti: randomUUID(), access })}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(createPrivateKey(key)).toString('base64url')}`
}

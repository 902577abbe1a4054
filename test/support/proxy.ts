import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

interface Answer {
  readonly statusCode: number
  readonly response: string | ArrayBufferView<ArrayBuffer>
  readonly contentType?: string
}

/** A proxy of a company: it reads what goes to the names it knows, and lets nothing else out. */
export interface LoopbackProxy {
  /** Hosts that were asked for, in order. */
  readonly asked: readonly string[]
  /** What such a company puts into the environment of its runners. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function startProxy(
  hosts: readonly string[],
  answer: (path: string, body: string) => Promise<Answer>,
): Promise<LoopbackProxy> {
  const asked: string[] = []
  const { cert, key } = await certificateFor(hosts)
  const target = createTlsServer({ cert, key }, async (request, response) => {
    const { statusCode, response: body, contentType } = await answer(request.url ?? '', await text(request))
    response.writeHead(statusCode, { 'content-type': contentType ?? 'text/plain' }).end(body)
  })
  const port = await listening(target)
  const proxy = createServer()
  proxy.on('connect', ({ url = '' }: IncomingMessage, client) => {
    asked.push(url)
    if (!hosts.includes(url.replace(/:443$/, ''))) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const through = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      through.pipe(client).pipe(through)
    })
    for (const socket of [client, through]) socket.on('error', () => through.destroy())
    return undefined
  })
  const ca = path.join(await mkdtemp(path.join(tmpdir(), 'proxy-')), 'ca.pem')
  await writeFile(ca, cert)
  const address = `http://127.0.0.1:${await listening(proxy)}`
  return {
    asked,
    env: { HTTPS_PROXY: address, https_proxy: address, NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: ca },
    close: async () => {
      for (const server of [proxy, target]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

/** A certificate that its own key has signed. */
async function certificateFor(hosts: readonly string[]): Promise<{ readonly cert: string; readonly key: string }> {
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify'])
  const day = 86_400_000
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=loopback proxy',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    signingAlgorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true),
      new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value }))),
    ],
  })
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { cert: certificate.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') }
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

async function text(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += part
  return body
}

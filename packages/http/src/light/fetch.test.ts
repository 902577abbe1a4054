import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { serve } from '../../../../test/support/servers.ts'
import { pour } from '../pour.ts'
import type { HttpAnswer } from '../types.ts'
import { type LightFetch, lightFetch } from './fetch.ts'

let light: LightFetch
beforeEach(() => {
  light = lightFetch(fetch)
})
afterEach(() => light.close())

const large = Buffer.alloc(3_000_000, 'row,')

test('an answer is what fetch gives: status, headers, bytes', async () => {
  const url = await serve((request, response) => {
    response.writeHead(203, { etag: '"a"', 'set-cookie': ['a=1', 'b=2'] }).end(`${request.headers['x-login']} ${large}`)
  })
  for (const get of [light.fetch, fetch]) {
    const response = await get(new URL('/x', url), { headers: { 'x-login': 'ada' } })
    expect([response.status, response.headers.get('etag')]).toEqual([203, '"a"'])
    expect(response.headers.get('set-cookie')).toBe('a=1, b=2')
    expect((await response.text()).length).toBe(large.length + 4)
  }
})

test('one connection serves answers in turn, and one that was closed meanwhile is replaced', async () => {
  const ports: (number | undefined)[] = []
  const url = await serve((request, response) => {
    const { remotePort } = request.socket
    if (ports.push(remotePort) === 3 && ports[1] === remotePort) request.socket.destroy()
    else response.end('x')
  })
  for (let turn = 0; turn < 3; turn += 1) expect(await (await light.fetch(url)).text()).toBe('x')
  expect(ports).toEqual([ports[0], ports[0], ports[0], ports[3]])
  expect(ports[3]).not.toBe(ports[0])
})

test('a redirect is followed unless it is to be an answer; what is packed is unpacked', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/packed' }).end()
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'))
  })
  expect(await (await light.fetch(url)).text()).toBe('x')
  const answer = await light.fetch(url, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/packed'])
  await answer.body?.cancel()
})

test('a body that is cut fails where it is read; nothing hangs on', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': large.length })
    response.write(large.subarray(0, 1_000_000), () => response.destroy())
  })
  await expect((await light.fetch(url)).arrayBuffer()).rejects.toThrow('the connection was closed')
})

test('a request is given up by its signal, and by closing', async () => {
  const url = await serve((request, response) => {
    if (request.url !== '/silent') response.writeHead(200, { 'content-length': 2 }).write('x')
  })
  const given = light.fetch(`${url}/silent`, { signal: AbortSignal.timeout(20) })
  await expect(given).rejects.toThrow('aborted')
  const response = await light.fetch(url)
  light.close()
  await expect(response.text()).rejects.toThrow()
  await expect(light.fetch(url)).rejects.toThrow('the connection was ended')
})

test('a body that is given up ends its connection', async () => {
  let closed: (() => void) | undefined
  const ended = new Promise<void>((done) => {
    closed = done
  })
  const url = await serve((request, response) => {
    request.socket.once('close', () => closed?.())
    response.writeHead(200).write(large)
  })
  await (await light.fetch(url)).body?.cancel()
  await ended
})

test('what is no plain GET is left to the other fetch', async () => {
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.end(`${request.method} ${Buffer.concat(chunks)}`)
  })
  expect(await (await light.fetch(url, { method: 'POST', body: 'x' })).text()).toBe('POST x')
})

/** A server that answers with these bytes, one piece a time; it keeps its connections. */
async function serveBytes(...pieces: readonly string[]): Promise<string> {
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', async () => {
        for (const piece of pieces) {
          await new Promise((done) => setTimeout(done, 2))
          if (piece === 'end') socket.end()
          else socket.write(piece)
        }
      })
    closing.push(() => socket.destroy())
  })
  closing.push(() => server.close())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const poured = async (response: HttpAnswer) => {
  let text = ''
  await pour(response, (piece) => {
    text += Buffer.from(piece).toString()
    return undefined
  })
  return text
}

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n'

test.each([
  ['in one piece', [`${head}abcd`]],
  ['in many', [...`${head}abcd`]],
  ["with more than it announced, which is nobody's", [`${head}abcdHTTP/1.1 200`]],
])('an answer comes %s', async (_, pieces) => {
  const url = await serveBytes(...pieces)
  for (let turn = 0; turn < 2; turn += 1) expect(await poured(await light.fetch(url))).toBe('abcd')
})

test('an answer that ends before its length is cut', async () => {
  const url = await serveBytes(`${head}abc`, 'end')
  await expect(poured(await light.fetch(url))).rejects.toThrow('the connection was closed')
})

test.each([
  ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'],
  ['without a length', 'HTTP/1.0 200 OK\r\n\r\nx'],
  ['with a head of many lines', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(1700)}${'z: '}${'z'.repeat(8000)}\r\n\r\n`],
])('an answer %s is asked of the other fetch', async (_, bytes) => {
  const asked: unknown[] = []
  const other = lightFetch(async (input) => {
    asked.push(input)
    return new Response('other')
  })
  const url = await serveBytes(bytes, 'end')
  expect(await poured(await other.fetch(url))).toBe('other')
  expect(asked).toEqual([url])
  other.close()
})

test('a server whose answers are not plain is left to the other fetch from then on', async () => {
  let requests = 0
  const url = await serve((_, response) => {
    requests += 1
    response.write('x')
    response.end()
  })
  const own = lightFetch(fetch)
  for (let turn = 0; turn < 3; turn += 1) expect(await (await own.fetch(url)).text()).toBe('x')
  expect(requests).toBe(4)
  own.close()
})

test('a taker that is waited for gets every byte in its order, and one that fails ends the connection', async () => {
  let closed: (() => void) | undefined
  const ended = new Promise<void>((done) => {
    closed = done
  })
  const url = await serve((request, response) => {
    request.socket.once('close', () => closed?.())
    response.writeHead(200, { 'content-length': large.length }).end(large)
  })
  const pieces: Buffer[] = []
  await pour(await light.fetch(url), async (piece) => void pieces.push(Buffer.from(piece)))
  expect(Buffer.concat(pieces).equals(large)).toBe(true)
  const failing = pour(await light.fetch(url), () => {
    throw new Error('disk full')
  })
  await expect(failing).rejects.toThrow('disk full')
  await ended
})

test('what the other fetch gives is poured too', async () => {
  const url = await serve((_, response) => response.end(large))
  expect(await poured(await fetch(url))).toBe(large.toString())
  expect(await poured(new Response(null))).toBe('')
})

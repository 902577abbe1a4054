import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from '@jest/globals'
import { serve } from '../../../test/support/servers.ts'
import { lightFetch } from './light.ts'

const light = lightFetch(fetch)
afterEach(() => light.close())

const large = Buffer.alloc(3_000_000, 'row,')

test('an answer is what fetch gives: status, headers, bytes', async () => {
  const url = await serve((request, response) => {
    response.writeHead(203, { etag: '"a"', 'set-cookie': ['a=1', 'b=2'] }).end(`${request.headers['x-login']} ${large}`)
  })
  for (const get of [light.fetch, fetch]) {
    const response = await get(new URL('/x', url), { headers: { 'x-login': 'ada' } })
    expect([response.status, response.headers.get('etag')]).toEqual([203, '"a"'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
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
  await expect((await light.fetch(url)).arrayBuffer()).rejects.toThrow('aborted')
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

import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from '@jest/globals'
import { serve } from '../../../test/support/servers.ts'
import { createHttpClient, HttpError } from './index.ts'

const waits: number[] = []

afterEach(() => {
  waits.length = 0
})

/** Answers with the given statuses one after the other, then with 200. */
async function serveStatuses(statuses: number[], headers: Record<string, string> = {}) {
  const seen: string[] = []
  const url = await serve((request, response) => {
    seen.push(request.method ?? '')
    const status = statuses.shift()
    if (status) response.writeHead(status, headers).end('the server says why')
    else response.end('{"answer":42}')
  })
  return { url, seen }
}

function client(retries = 4) {
  const sleep = async (milliseconds: number) => void waits.push(milliseconds)
  return createHttpClient({ fetch, random: () => 0.5, sleep, retries, backoffMs: 100 })
}

describe('retries', () => {
  test('waits twice as long each time, until the answer comes', async () => {
    const { url, seen } = await serveStatuses([503, 500, 429])
    expect(await client().json({ url })).toEqual({ answer: 42 })
    expect(seen).toHaveLength(4)
    expect(waits).toEqual([100, 200, 400])
  })

  test('Retry-After beats the back-off', async () => {
    const { url } = await serveStatuses([429], { 'retry-after': '7' })
    await client().json({ url })
    expect(waits).toEqual([7000])
  })

  test('Retry-After may be a date', async () => {
    const date = new Date('2026-01-01T00:00:00Z')
    const later = new Date(date.getTime() + 3000)
    const { url } = await serveStatuses([503], { date: date.toUTCString(), 'retry-after': later.toUTCString() })
    await client().json({ url })
    expect(waits).toEqual([3000])
  })

  test('a wait of more than a minute is not waited for', async () => {
    const { url, seen } = await serveStatuses([429], { 'retry-after': '3600' })
    await expect(client().json({ url })).rejects.toThrow('429 Too Many Requests')
    expect(seen).toHaveLength(1)
  })

  test.each([400, 401, 403, 404, 409, 501])('%i is final', async (status) => {
    const { url, seen } = await serveStatuses([status])
    await expect(client().send({ url })).rejects.toMatchObject({ status })
    expect(seen).toHaveLength(1)
  })

  test('a POST is sent once, unless it is said to be repeatable', async () => {
    const once = await serveStatuses([503])
    await expect(client().send({ method: 'POST', url: once.url })).rejects.toThrow('503')
    expect(once.seen).toEqual(['POST'])
    const twice = await serveStatuses([503])
    await client().send({ method: 'POST', url: twice.url, repeatable: true })
    expect(twice.seen).toEqual(['POST', 'POST'])
  })

  test('a connection that breaks is tried again', async () => {
    let attempts = 0
    const url = await serve((request, response) => {
      attempts += 1
      if (attempts < 3) request.socket.destroy()
      else response.end('here')
    })
    expect(Buffer.from(await client().bytes({ url })).toString()).toBe('here')
    expect(attempts).toBe(3)
  })

  test('a streamed body is made anew for each attempt', async () => {
    const bodies: string[] = []
    const url = await serve(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      bodies.push(`${request.headers['content-length']} ${text}`)
      response.writeHead(bodies.length === 1 ? 500 : 201).end()
    })
    const body = () => Readable.toWeb(Readable.from(['streamed'])) as ReadableStream
    await client().send({ method: 'PUT', url, body, headers: { 'content-length': '8' } })
    expect(bodies).toEqual(['8 streamed', '8 streamed'])
  })
})

describe('errors', () => {
  test('say what was asked and answered, without query and password', async () => {
    const { url } = await serveStatuses([403])
    const secret = url.replace('http://', 'http://user:hunter2@').concat('/path?token=hunter2')
    const error = await client()
      .send({ url: new URL('/path?token=hunter2', url) })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(HttpError)
    expect(String(error)).toContain(`GET ${url}/path: 403 Forbidden: the server says why`)
    expect(String(error)).not.toContain('hunter2')
    expect(String(await client().send({ url: secret }).catch(String))).not.toContain('hunter2')
  })

  test('an expected status is an answer', async () => {
    const { url } = await serveStatuses([404])
    expect((await client().send({ url, expect: [404] })).status).toBe(404)
  })

  test('nobody listening: the reason is named', async () => {
    await expect(client(0).send({ url: 'http://127.0.0.1:1/' })).rejects.toThrow(
      /GET http:\/\/127.0.0.1:1\/: .*(ECONNREFUSED|bad port)/,
    )
  })

  test('no answer in time', async () => {
    const url = await serve(() => undefined)
    await expect(client(0).send({ url, timeoutMs: 50 })).rejects.toThrow('no answer within 0.05 s')
  })

  test('a body that is not JSON', async () => {
    const url = await serve((_, response) => response.end('<html>'))
    await expect(client(0).json({ url })).rejects.toThrow('the answer could not be read')
  })
})

test('a redirect to another host carries no Authorization', async () => {
  const received: (string | undefined)[] = []
  const other = await serve((request, response) => {
    received.push(request.headers.authorization)
    response.end('blob')
  })
  const url = await serve((request, response) => {
    received.push(request.headers.authorization)
    response.writeHead(307, { location: `${other}/blob` }).end()
  })
  await client().bytes({ url, headers: { authorization: 'Bearer secret' } })
  expect(received).toEqual(['Bearer secret', undefined])
})

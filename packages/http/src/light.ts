import http from 'node:http'
import https from 'node:https'

const redirects = [301, 302, 303, 307, 308]

/**
 * A `fetch` that reads large answers with about half of the processor's time: over `node:http`, by connections that are
 * kept. What is no plain GET, and answers that are packed or to be followed, are left to the other.
 */
export interface LightFetch {
  readonly fetch: typeof fetch
  /** Ends every connection; what is being read is cut. */
  close(): void
}

/** @param other the platform's own */
export function lightFetch(other: typeof fetch): LightFetch {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  return {
    fetch: async (input, init = {}) => {
      const url = typeof input === 'string' || input instanceof URL ? new URL(input) : undefined
      if (!url || !isPlain(url, init)) return other(input, init)
      const answer = await ask(url, init, agents)
      const { statusCode: status = 0, headers } = answer
      const packed = (headers['content-encoding'] ?? 'identity') !== 'identity'
      if (!packed && !(redirects.includes(status) && init.redirect !== 'manual')) return responseOf(answer, status)
      answer.destroy()
      return other(input, init)
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

type Agents = Readonly<{ 'http:': http.Agent; 'https:': https.Agent }>

function isPlain({ protocol }: URL, { method = 'GET', body }: RequestInit): boolean {
  return (protocol === 'http:' || protocol === 'https:') && method === 'GET' && !body
}

/** A connection that the server has closed meanwhile is no answer: it is asked again by a new one. */
async function ask(url: URL, init: RequestInit, agents: Agents): Promise<http.IncomingMessage> {
  for (;;) {
    const asked = send(url, init, agents)
    try {
      return await new Promise((resolve, reject) => asked.once('response', resolve).once('error', reject))
    } catch (error) {
      if (!asked.reusedSocket || init.signal?.aborted) throw error
    }
  }
}

function send(url: URL, { headers, signal }: RequestInit, agents: Agents): http.ClientRequest {
  const options = { headers: Object.fromEntries(new Headers(headers)), ...(signal && { signal }) }
  return url.protocol === 'https:'
    ? https.get(url, { ...options, agent: agents['https:'] })
    : http.get(url, { ...options, agent: agents['http:'] })
}

/** Chunks that may wait for who reads them. */
const waiting = 8

function responseOf(answer: http.IncomingMessage, status: number): Response {
  const pairs = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  )
  const init = { status, statusText: answer.statusMessage ?? '', headers: pairs }
  if (status !== 204 && status !== 205 && status !== 304) return new Response(bodyOf(answer), init)
  answer.resume()
  return new Response(null, init)
}

function bodyOf(answer: http.IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      start: (body) => {
        answer.on('data', (chunk: Uint8Array) => {
          body.enqueue(chunk)
          if ((body.desiredSize ?? 0) <= 0) answer.pause()
        })
        answer.once('end', () => body.close())
        answer.on('error', (error) => body.error(error))
      },
      pull: () => {
        answer.resume()
      },
      cancel: () => {
        answer.removeAllListeners('data').removeAllListeners('end').destroy()
      },
    },
    { highWaterMark: waiting },
  )
}

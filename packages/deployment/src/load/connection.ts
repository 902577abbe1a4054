import { Agent, request } from 'node:http'
import { FaultError } from '@trainyard/ports'

/** One connection to a server that stays open, as that of a caller with many requests does. */
export interface Connection {
  /** Sends one request and waits for the end of the answer. @throws FaultError where it is not answered with 200 */
  ask(body: Uint8Array): Promise<void>
  close(): void
}

const limitMs = 30_000

/** @param url of the path to post to */
export function openConnection(url: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return { ask: (body) => post(url, agent, body), close: () => agent.destroy() }
}

function post(url: string, agent: Agent, body: Uint8Array): Promise<void> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) => reject(new FaultError(`${url} could not be asked`, { cause }))
    const asked = request(url, { method: 'POST', agent, headers, timeout: limitMs }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', failed)
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else
          reject(
            new FaultError(`${url} answered ${response.statusCode}: ${String(Buffer.concat(pieces)).slice(0, 500)}`),
          )
      })
    })
    asked.on('error', failed)
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${limitMs / 1000} s`)))
    asked.end(body)
  })
}

import type { IncomingMessage } from 'node:http'
import { badRequest, RequestError } from '../errors.ts'

/**
 * Reads a body as UTF-8 text.
 * @throws RequestError 413 where it is larger than allowed, 415 where it is compressed, 400 where it is not UTF-8
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new RequestError(415, `content encoding ${encoding} is not supported`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw badRequest('the body is not UTF-8')
  }
}

function tooLarge(maxBytes: number): RequestError {
  return new RequestError(413, `the body is larger than ${maxBytes} bytes`)
}

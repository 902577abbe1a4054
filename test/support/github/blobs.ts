import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

interface Blob {
  readonly blocks: Map<string, Buffer>
  content: Buffer | undefined
  type: string
}

/** Azure block blobs behind signed URLs, as far as GitHub's clients speak it. */
export class Blobs {
  readonly #blobs = new Map<string, Blob>()
  readonly #signature = randomBytes(12).toString('hex')

  /** Makes room for a blob and returns its id. */
  create(extension: string, content?: Buffer): string {
    const id = `${randomBytes(8).toString('hex')}${extension}`
    this.#blobs.set(id, { blocks: new Map(), content, type: 'application/octet-stream' })
    return id
  }

  url(origin: string, id: string): string {
    return `${origin}/account/container/${id}?sig=${this.#signature}`
  }

  content(id: string): Buffer | undefined {
    return this.#blobs.get(id)?.content
  }

  /** Changes stored bytes, to play a broken store. */
  corrupt(id: string): void {
    const blob = this.#blobs.get(id)
    if (blob?.content) blob.content = Buffer.concat([blob.content, Buffer.from('x')])
  }

  handle(url: URL, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const blob = this.#blobs.get(url.pathname.split('/').at(-1) ?? '')
    if (url.searchParams.get('sig') !== this.#signature) response.writeHead(403).end()
    else if (!blob) response.writeHead(404).end()
    else if (request.method === 'PUT') put(blob, url, request, body, response)
    else get(blob, request, response)
  }
}

function put(blob: Blob, url: URL, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const part = url.searchParams.get('comp')
  if (part === 'block') blob.blocks.set(url.searchParams.get('blockid') ?? '', body)
  else blob.content = part === 'blocklist' ? joined(blob, body.toString()) : body
  const type = request.headers['x-ms-blob-content-type']
  if (typeof type === 'string') blob.type = type
  response.writeHead(201, { etag: `"${Date.now()}"`, 'x-ms-request-id': '1' }).end()
}

function joined(blob: Blob, list: string): Buffer {
  const ids = [...list.matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)].map(([, id]) => id ?? '')
  return Buffer.concat(ids.map((id) => blob.blocks.get(id) ?? Buffer.alloc(0)))
}

function get(blob: Blob, request: IncomingMessage, response: ServerResponse): void {
  const content = blob.content ?? Buffer.alloc(0)
  const [, first, last] =
    /bytes=(\d+)-(\d*)/.exec(String(request.headers['range'] ?? request.headers['x-ms-range'])) ?? []
  const [start, end] = [Number(first ?? 0), last ? Math.min(Number(last) + 1, content.length) : content.length]
  const part = content.subarray(start, end)
  response.writeHead(first === undefined ? 200 : 206, {
    'content-type': blob.type,
    'content-length': part.length,
    'content-range': `bytes ${start}-${end - 1}/${content.length}`,
    'accept-ranges': 'bytes',
    etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`,
  })
  response.end(request.method === 'HEAD' ? undefined : part)
}

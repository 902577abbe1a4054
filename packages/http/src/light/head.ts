import type { HttpFields } from '../types.ts'

/** The head of a plain answer, whose body is as many bytes as it announces, as they are. */
export interface Head {
  readonly status: number
  readonly statusText: string
  readonly headers: HttpFields
  /** Bytes of the body. */
  readonly length: number
  /** Whether the server keeps the connection. */
  readonly keeps: boolean
}

/**
 * Reads the head of an answer (RFC 9112, sections 4 to 6), without the empty line behind it.
 * @returns nothing for one that is not plain, or not well-formed: whoever knows more of HTTP may ask again
 */
export function parseHead(text: string): Head | undefined {
  const [first = '', ...lines] = text.split('\r\n')
  const [, version, status, statusText = ''] =
    /^HTTP\/1\.([01]) ([2-5]\d\d)(?: ([\t -~\x80-\xff]*))?$/.exec(first) ?? []
  const headers = headersOf(lines)
  const length = headers?.get('content-length') ?? ''
  if (!headers || !/^\d{1,15}$/.test(length) || headers.has('transfer-encoding') || isBare(status)) return undefined
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined
  const keeps = version === '1' && !/\bclose\b/i.test(headers.get('connection') ?? '')
  return { status: Number(status), statusText, headers, length: Number(length), keeps }
}

/** Statuses whose answers have no body, whatever they announce. */
function isBare(status: string | undefined): boolean {
  return status === undefined || ['204', '205', '304'].includes(status)
}

/** A field of a head (RFC 9112, section 5): its name, and its value without spaces around it. */
const field = /^([\w!#$%&'*+.^`|~-]+):[\t ]*([\t -~\x80-\xff]*)$/

function headersOf(lines: readonly string[]): HttpFields | undefined {
  const fields = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = field.exec(line) ?? []
    if (name === undefined || value === undefined) return undefined
    const [key, before] = [name.toLowerCase(), fields.get(name.toLowerCase())]
    fields.set(key, before === undefined ? value.trimEnd() : `${before}, ${value.trimEnd()}`)
  }
  return {
    get: (name) => fields.get(name.toLowerCase()) ?? null,
    has: (name) => fields.has(name.toLowerCase()),
    [Symbol.iterator]: () => fields[Symbol.iterator](),
  }
}

/** Whether it may stand in a head: none that ends its line. */
export function isField(name: string, value: string): boolean {
  return field.test(`${name}:${value}`)
}

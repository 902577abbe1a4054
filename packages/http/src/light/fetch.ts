import type { Fetch } from '../types.ts'
import { answerOf, ask } from './answer.ts'
import { type Head, isField } from './head.ts'
import { openWire, type Wire } from './wire.ts'

const redirects = [301, 302, 303, 307, 308]

/**
 * A `fetch` that reads large answers with a fraction of the processor's time, by connections that are kept, most of all
 * where their bodies are read by `pour`. What is no plain GET, answers that are to be followed, and servers whose answers are
 * not plain, are left to the other.
 */
export interface LightFetch {
  readonly fetch: Fetch
  /** Ends every connection: what is being read is cut, and what is asked later refused. Idle ones keep no process. */
  close(): void
}

/** @param other the platform's own */
export function lightFetch(other: Fetch): LightFetch {
  const wires = openWires()
  const notPlain = new Set<string>()
  return {
    fetch: async (input, init = {}) => {
      const url = new URL(input)
      const request = notPlain.has(url.origin) ? undefined : plainRequest(url, init)
      if (request === undefined) return other(input, init)
      const { wire, head, release } = await answerTo(url, request, init.signal, wires)
      if (head && !(redirects.includes(head.status) && init.redirect !== 'manual'))
        return answerOf(wire, head, (whole) => {
          release()
          if (whole && head.keeps && wire.isClean()) wires.keep(url, wire)
          else wire.end()
        })
      release()
      wire.end()
      if (!head) notPlain.add(url.origin)
      return other(input, init)
    },
    close: wires.close,
  }
}

/** @returns nothing for what is no plain GET, or has a field that cannot be sent, which the other fetch explains */
function plainRequest(url: URL, { method = 'GET', body, headers = {} }: RequestInit): string | undefined {
  const { protocol, username, password, pathname, search, host } = url
  if ((protocol !== 'http:' && protocol !== 'https:') || method !== 'GET' || body || username || password)
    return undefined
  if (Object.getPrototypeOf(headers) !== Object.prototype) return undefined
  const fields = Object.entries(headers)
  if (!fields.every(([name, value]) => isField(name, value) && name.toLowerCase() !== 'host')) return undefined
  const lines = fields.map(([name, value]) => `${name}: ${value}`)
  return [`GET ${pathname}${search} HTTP/1.1`, `host: ${host}`, ...lines, '', ''].join('\r\n')
}

interface Wires {
  /** One that is kept, or none. */
  kept(url: URL): Wire | undefined
  open(url: URL): Wire
  keep(url: URL, wire: Wire): void
  close(): void
}

function openWires(): Wires {
  const all = new Set<Wire>()
  const idle = new Map<string, Wire[]>()
  let closed: string | undefined
  return {
    kept: ({ origin }) => {
      const wire = idle.get(origin)?.pop()
      wire?.hold(true)
      return wire
    },
    open: (url) => {
      if (closed) throw new Error(closed)
      const wire = openWire(url, () => all.delete(wire))
      all.add(wire)
      return wire
    },
    keep: ({ origin }, wire) => {
      wire.hold(false)
      idle.set(origin, [...(idle.get(origin) ?? []), wire])
    },
    close: () => {
      closed = 'the connection was ended'
      for (const wire of all) wire.end(new Error(closed))
    },
  }
}

interface Answer {
  readonly wire: Wire
  readonly head: Head | undefined
  /** Leaves the signal. */
  release(): void
}

/** A connection that the server has closed meanwhile is no answer: it is asked again by a new one. */
async function answerTo(
  url: URL,
  request: string,
  signal: AbortSignal | null | undefined,
  wires: Wires,
): Promise<Answer> {
  for (;;) {
    signal?.throwIfAborted()
    const kept = wires.kept(url)
    const wire = kept ?? wires.open(url)
    const release = endedBy(wire, signal)
    try {
      return { wire, head: await ask(wire, request), release }
    } catch (error) {
      release()
      wire.end()
      if (!kept || signal?.aborted) throw error
    }
  }
}

function endedBy(wire: Wire, signal: AbortSignal | null | undefined): () => void {
  if (!signal) return () => undefined
  const end = () => wire.end(signal.reason)
  signal.addEventListener('abort', end)
  return () => signal.removeEventListener('abort', end)
}

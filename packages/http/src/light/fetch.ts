import { ask, responseOf } from './answer.ts'
import type { Head } from './head.ts'
import { openWire, type Wire } from './wire.ts'

const redirects = [301, 302, 303, 307, 308]

/**
 * A `fetch` that reads large answers with a fraction of the processor's time, by connections that are kept, most of all
 * where their bodies are read by `pour`. What is no plain GET, and answers that are not plain or to be followed, are left to
 * the other.
 */
export interface LightFetch {
  readonly fetch: typeof fetch
  /** Ends every connection; what is being read is cut. */
  close(): void
}

/** @param other the platform's own */
export function lightFetch(other: typeof fetch): LightFetch {
  const wires = openWires()
  return {
    fetch: async (input, init = {}) => {
      const url = typeof input === 'string' || input instanceof URL ? new URL(input) : undefined
      if (!url || !isPlain(url, init)) return other(input, init)
      const { wire, head, release } = await answerTo(url, init, wires)
      if (head && !(redirects.includes(head.status) && init.redirect !== 'manual'))
        return responseOf(wire, head, (whole) => {
          release()
          if (whole && head.keeps && wire.isClean()) wires.keep(url, wire)
          else wire.end()
        })
      release()
      wire.end()
      return other(input, init)
    },
    close: wires.close,
  }
}

function isPlain({ protocol, username, password }: URL, { method = 'GET', body }: RequestInit): boolean {
  return (protocol === 'http:' || protocol === 'https:') && method === 'GET' && !body && !username && !password
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
  return {
    kept: ({ origin }) => idle.get(origin)?.pop(),
    open: (url) => {
      const wire = openWire(url, () => all.delete(wire))
      all.add(wire)
      return wire
    },
    keep: ({ origin }, wire) => {
      idle.set(origin, [...(idle.get(origin) ?? []), wire])
    },
    close: () => {
      for (const wire of all) wire.end(new Error('the connection was ended'))
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
async function answerTo(url: URL, { headers, signal }: RequestInit, wires: Wires): Promise<Answer> {
  const request = requestText(url, new Headers(headers))
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

/** Characters of a URL are all printable ASCII, and `Headers` takes no line ends. */
function requestText({ pathname, search, host }: URL, headers: Headers): string {
  headers.set('host', host)
  const lines = Array.from(headers, ([name, value]) => `${name}: ${value}`)
  return [`GET ${pathname}${search} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}

function endedBy(wire: Wire, signal: AbortSignal | null | undefined): () => void {
  if (!signal) return () => undefined
  const end = () => wire.end(signal.reason)
  signal.addEventListener('abort', end)
  return () => signal.removeEventListener('abort', end)
}

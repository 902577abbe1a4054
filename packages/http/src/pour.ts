import type { HttpAnswer } from './types.ts'

/** Takes a piece, which is its own during the call alone. @returns what to wait for before the next, if anything */
export type Taker = (piece: Uint8Array) => Promise<void> | undefined

/** The body of an answer that hands over its bytes without streams between. */
export interface Body {
  pour(take: Taker): Promise<void>
  giveUp(reason?: Error): void
}

const bodies = new WeakMap<HttpAnswer, Body>()

/** Longest silence in the middle of an answer. */
const silenceMs = 60_000

/** Makes an answer's body known to `pour`. */
export function registerBody(response: HttpAnswer, body: Body): void {
  bodies.set(response, body)
}

/**
 * Hands over the body of an answer, piece by piece.
 * @throws what `take` throws, and where the body is cut, or silent for a minute
 */
export async function pour(response: HttpAnswer, take: Taker): Promise<void> {
  const body = bodies.get(response) ?? streamed(response)
  const silent = new Error(`nothing came for ${silenceMs / 1000} s`)
  const timer = setTimeout(() => body.giveUp(silent), silenceMs)
  try {
    await body.pour((piece) => {
      timer.refresh()
      return take(piece)
    })
  } catch (error) {
    body.giveUp()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function streamed({ body }: HttpAnswer): Body {
  const reader = body?.getReader()
  let stopped: Error | undefined
  return {
    pour: async (take) => {
      if (!reader) return
      for (;;) {
        const { done, value } = await reader.read()
        if (stopped) throw stopped
        if (done) return
        await take(value)
      }
    },
    giveUp: (reason) => {
      stopped = reason
      void reader?.cancel().catch(() => undefined)
    },
  }
}

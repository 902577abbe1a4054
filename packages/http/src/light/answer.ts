import { type Body, registerBody, type Taker } from '../pour.ts'
import type { HttpAnswer } from '../types.ts'
import { type Head, parseHead } from './head.ts'
import type { Wire } from './wire.ts'

/** Longest head that is plain. */
const longestHead = 2 ** 14

/** Sends a request, and reads the head of its answer. @returns nothing where it is not plain */
export async function ask(wire: Wire, request: string): Promise<Head | undefined> {
  let seen = Buffer.alloc(0)
  let text: string | undefined
  wire.send(request)
  await wire.read((piece) => {
    const before = seen.length
    seen = Buffer.concat([seen, piece.subarray(0, longestHead)])
    const end = seen.indexOf('\r\n\r\n')
    if (end >= 0) text = seen.toString('latin1', 0, end)
    else if (seen.length < longestHead) return undefined
    return Math.max(0, end + 4 - before)
  })
  return text === undefined ? undefined : parseHead(text)
}

/** An answer as `fetch` gives it. @param done called when its body has been read, or given up */
export function answerOf(wire: Wire, head: Head, done: (whole: boolean) => void): HttpAnswer {
  const body = bodyOf(wire, head.length, done)
  let stream: ReadableStream<Uint8Array> | undefined
  const opened = () => {
    stream ??= streamOf(body, done)
    return stream
  }
  // The platform's own takes as long to make as a small file to fetch.
  const whole = () => new Response(opened())
  const { status, statusText, headers } = head
  const answer: HttpAnswer = {
    ...{ ok: status >= 200 && status < 300, status, statusText, headers },
    get body() {
      return opened()
    },
    text: () => whole().text(),
    json: () => whole().json(),
    arrayBuffer: () => whole().arrayBuffer(),
  }
  registerBody(answer, body)
  return answer
}

interface CountedBody extends Body {
  /** Reads until the taker is to be waited for, which it does, or to the end. @returns whether that is reached */
  next(take: Taker): Promise<boolean>
}

function bodyOf(wire: Wire, length: number, done: (whole: boolean) => void): CountedBody {
  let left = length
  const next = async (take: Taker) => {
    let wait: Promise<void> | undefined
    const part = (piece: Buffer) => {
      const own = piece.subarray(0, left)
      left -= own.length
      wait = take(own)
      return left === 0 || wait ? own.length : undefined
    }
    if (left > 0) await wire.read(part)
    if (left === 0) done(true)
    await wait
    return left === 0
  }
  return {
    next,
    pour: async (take) => {
      while (!(await next(take)));
    },
    giveUp: (reason) => {
      wire.end(reason)
      done(false)
    },
  }
}

const enough = Promise.resolve()

/** Reads when it is read. */
function streamOf(body: CountedBody, done: (whole: boolean) => void): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      pull: async (controller) => {
        const take = (piece: Uint8Array) => {
          controller.enqueue(Uint8Array.from(piece))
          return enough
        }
        const last = await body.next(take).catch((error: unknown) => {
          done(false)
          throw error
        })
        if (last) controller.close()
      },
      cancel: () => body.giveUp(),
    },
    { highWaterMark: 0 },
  )
}

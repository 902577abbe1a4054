/** Longest silence in the middle of an answer. */
const silenceMs = 60_000

/** The body of an answer, piece by piece. @throws where it is cut, or silent for a minute */
export async function* chunksOf({ body }: Response): AsyncIterable<Uint8Array> {
  const reader = body?.getReader()
  if (!reader) return
  let silent = false
  const timer = setTimeout(() => {
    silent = true
    void reader.cancel().catch(() => undefined)
  }, silenceMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (silent) throw new Error(`nothing came for ${silenceMs / 1000} s`)
      if (done) return
      yield value
      timer.refresh()
    }
  } finally {
    clearTimeout(timer)
    await reader.cancel().catch(() => undefined)
  }
}

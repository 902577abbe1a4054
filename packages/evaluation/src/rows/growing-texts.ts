import type { Ids } from '@trainyard/predictions'
import { growing } from './growing.ts'

/** Texts that come one after the other. A row needs its bytes in UTF-8, and eight more that say where they end. */
export interface GrowingTexts extends Ids {
  push(text: string): void
}

/** One character of JavaScript, a half of a pair too, is at most three bytes. */
const mostBytes = 3

export function growingTexts(): GrowingTexts {
  const ends = growing(0)
  let bytes = Buffer.alloc(1024)
  let used = 0
  const at = (row: number) => {
    const values = ends.values()
    const end = values.at(row)
    return end === undefined ? undefined : bytes.toString('utf8', row === 0 ? 0 : values.at(row - 1), end)
  }
  return {
    get length() {
      return ends.length
    },
    push: (text) => {
      const needed = used + mostBytes * text.length
      if (needed > bytes.length) bytes = Buffer.concat([bytes], Math.max(needed, 2 * bytes.length))
      used += bytes.write(text, used)
      ends.push(used)
    },
    at,
    *[Symbol.iterator]() {
      for (let row = 0; row < ends.length; row += 1) yield at(row) ?? ''
    },
  }
}

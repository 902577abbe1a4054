import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { InputError } from '@trainyard/ports'

/** One line of the prediction log: one row that was answered. */
export interface LoggedPrediction {
  /** ISO 8601, UTC. */
  readonly time: string
  /** Id of the request; with `-<row>`, counted from 1, where it had several. */
  readonly id: string
  /** Digest of `model.onnx`. */
  readonly model: string
  readonly inputs: Readonly<Record<string, string | number | boolean | null>>
  readonly label: string | null
  readonly prediction: number | null
  /** Of several labels a row, those that it has. */
  readonly labels?: readonly string[]
  readonly probabilities?: Readonly<Record<string, number>>
}

/** Where answered rows are written. Never blocks an answer. */
export interface PredictionLog {
  append(rows: readonly LoggedPrediction[]): void
  /** Writes what is still waiting. */
  close(): Promise<void>
}

export interface PredictionLogOptions {
  /** Bytes that may wait to be written; rows beyond are dropped. 16 MiB by default. */
  readonly maxBufferedBytes?: number
  readonly onDropped: (rows: number) => void
}

/**
 * JSON Lines, appended to a file, or to standard output for `-`.
 * @throws InputError where the file cannot be opened
 */
export async function openPredictionLog(
  target: string,
  options: PredictionLogOptions & { readonly stdout: Writable },
): Promise<PredictionLog> {
  return target === '-' ? streamLog(options.stdout, options, false) : streamLog(await openFile(target), options, true)
}

/** The same for any stream. */
export function streamLog(stream: Writable, options: PredictionLogOptions, owned: boolean): PredictionLog {
  const { maxBufferedBytes = 16 * 2 ** 20, onDropped } = options
  let broken = false
  stream.on('error', () => {
    broken = true
  })
  return {
    append: (rows) => {
      if (broken || stream.writableLength > maxBufferedBytes) onDropped(rows.length)
      else stream.write(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
    },
    close: async () => {
      if (broken) return
      if (!owned) await new Promise((resolve) => stream.write('', resolve))
      else {
        stream.end()
        await finished(stream)
      }
    },
  }
}

async function openFile(file: string): Promise<Writable> {
  try {
    await mkdir(path.dirname(file), { recursive: true })
    const stream = createWriteStream(file, { flags: 'a' })
    await once(stream, 'open')
    return stream
  } catch (error) {
    throw new InputError(`the prediction log cannot be opened: ${file}`, {
      cause: error,
      remedy: 'Name a file in a folder that the server may write to, or - for standard output.',
    })
  }
}

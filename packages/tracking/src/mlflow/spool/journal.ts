import { open } from 'node:fs/promises'
import { isCode } from '@trainyard/ports'
import { type Entry, mostPoints, parseEntry } from './entries.ts'
import type { Spool } from './spool.ts'

/** Entries that are sent together, and the place in the journal behind them. */
export interface Group {
  readonly entries: readonly Entry[]
  readonly end: number
}

/** How a spool begins; undefined where nothing was written in full. */
export async function firstEntry(spool: Spool): Promise<Entry | undefined> {
  for await (const { entry } of entriesFrom(spool, 0)) return entry
  return undefined
}

const pieceBytes = 2 ** 20
const newline = 0x0a

/** What lies in a journal from a place on: points of metrics in groups as large as a request, everything else one by one. */
export async function* groupsFrom(spool: Spool, offset: number): AsyncGenerator<Group> {
  let group: Group = { entries: [], end: offset }
  for await (const { entry, end } of entriesFrom(spool, offset)) {
    if (!joins(group, entry)) {
      yield group
      group = { entries: [], end }
    }
    group = { entries: [...group.entries, entry], end }
  }
  if (group.entries.length > 0) yield group
}

function joins({ entries }: Group, entry: Entry): boolean {
  if (entries.length === 0) return true
  return (
    entry.do === 'log' && entries.every((other) => other.do === 'log') && pointsOf([...entries, entry]) <= mostPoints
  )
}

function pointsOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.do === 'log' ? entry.points.length : 0), 0)
}

interface Placed {
  readonly entry: Entry
  readonly end: number
}

async function* entriesFrom(spool: Spool, offset: number): AsyncGenerator<Placed> {
  let line = 0
  for await (const { text, end } of linesFrom(spool.journal, offset)) {
    line += 1
    if (text !== '') yield { entry: await parseEntry(text, { file: spool.journal, line }), end }
  }
}

/** Whole lines; what a crash cut off at the end is none. */
async function* linesFrom(file: string, offset: number) {
  let rest: Uint8Array = new Uint8Array()
  let end = offset
  for await (const piece of piecesFrom(file, offset)) {
    const bytes = Buffer.concat([rest, piece])
    let from = 0
    for (let to = bytes.indexOf(newline); to >= 0; to = bytes.indexOf(newline, from)) {
      end += to + 1 - from
      yield { text: bytes.toString('utf8', from, to), end }
      from = to + 1
    }
    rest = bytes.subarray(from)
  }
}

async function* piecesFrom(file: string, offset: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (handle === undefined) return
  try {
    for (let at = offset; ; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, at)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
}

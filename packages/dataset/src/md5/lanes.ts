import { advance, begin, blocksOf, digestIn, end, fill, isFull, type Lane, laneAt, laneBytes } from './lane.ts'
import { machine } from './machine.ts'
import { constantBytes, together } from './program.ts'
import type { RunningHash } from './types.ts'

/** Computes md5 of several messages side by side: four times as fast as one after the other, where all have bytes waiting. */
export interface Lanes {
  /** A new hash; nothing where too many are being computed. */
  open(): RunningHash | undefined
}

const mostLanes = 16

/** @returns nothing on a processor that has no vectors */
export function openLanes(): Lanes | undefined {
  const made = machine(constantBytes + (mostLanes + 1) * laneBytes)
  if (!made) return undefined
  const { memory, compress } = made
  const [bytes, view] = [new Uint8Array(memory), new DataView(memory)]
  const free = Array.from({ length: mostLanes }, (_, index) => laneAt(index))
  const nowhere = laneAt(mostLanes)
  const used = new Set<Lane>()
  const hash = (lane: Lane) => {
    while (blocksOf(lane) > 0) {
      const group = [lane, ...fullest(used, lane).slice(0, together - 1)]
      const blocks = Math.min(...group.map(blocksOf))
      const idle = Array.from({ length: together - group.length }, () => [nowhere.state, lane.from])
      compress(blocks, ...group.flatMap(({ state, from }) => [state, from]), ...idle.flat())
      for (const each of group) advance(each, blocks, bytes)
    }
  }
  const due = atTurnsEnd(hash)
  const leave = (lane: Lane) => {
    due.forget(lane)
    used.delete(lane)
    free.push(lane)
  }
  const take = (lane: Lane, chunk: Uint8Array) => {
    for (let at = 0; at < chunk.length; ) {
      const taken = fill(lane, chunk.subarray(at), bytes)
      if (taken === 0) hash(lane)
      at += taken
    }
    return isFull(lane) ? due.add(lane) : undefined
  }
  const finish = async (lane: Lane) => {
    end(lane, view)
    await due.add(lane)
    return digestIn(lane, bytes)
  }
  return {
    open: () => {
      const lane = free.pop()
      if (!lane) return undefined
      used.add(lane)
      begin(lane, view)
      const close = once(() => leave(lane))
      return { update: (chunk) => take(lane, chunk), digest: () => finish(lane).finally(close), close }
    },
  }
}

/** A lane is another's as soon as it has been left. */
function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}

/** Lanes that are hashed when everything that has come in a turn of the event loop has been taken, so that many are. */
function atTurnsEnd(hash: (lane: Lane) => void) {
  const due = new Set<Lane>()
  let turn: Promise<void> | undefined
  const run = () => {
    turn = undefined
    for (const lane of due) hash(lane)
    due.clear()
  }
  return {
    add: (lane: Lane) => {
      due.add(lane)
      turn ??= new Promise<void>((done) => setImmediate(done)).then(run)
      return turn
    },
    forget: (lane: Lane) => void due.delete(lane),
  }
}

/** Other lanes where blocks wait, those with the most first. */
function fullest(lanes: ReadonlySet<Lane>, lane: Lane): readonly Lane[] {
  return [...lanes]
    .filter((other) => other !== lane && blocksOf(other) > 0)
    .sort((one, other) => blocksOf(other) - blocksOf(one))
}

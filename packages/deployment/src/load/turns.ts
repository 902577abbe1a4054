import { type Clock, type Random, seededRandom } from '@trainyard/ports'

export interface TurnPlan {
  /** Requests to each server, at most. */
  readonly requests: number
  /** Requests before those that are measured. */
  readonly warmUp: number
  /** No turn begins later than this after the first that is measured. */
  readonly limitMs: number
  /** Chooses which server is asked first. */
  readonly seed: number
}

/** Sends the request of this number to a server, and waits for its answer. */
export type AskOne = (number: number) => Promise<void>

/**
 * Asks servers in turns: each turn all of them, one after the other, for the same row, in an order that is drawn. What slows
 * the machine for a while slows all alike.
 * @returns milliseconds of each measured request, server by server, all of the same length
 */
export async function askInTurns(
  servers: readonly AskOne[],
  { requests, warmUp, limitMs, seed }: TurnPlan,
  { elapsed }: Pick<Clock, 'elapsed'>,
): Promise<Float64Array[]> {
  for (let turn = 0; turn < warmUp; turn += 1) for (const ask of servers) await ask(turn)
  const random = seededRandom(seed)
  const taken = servers.map(() => new Float64Array(requests))
  const start = elapsed()
  let turn = 0
  while (turn < requests && (turn === 0 || elapsed() - start < limitMs)) {
    for (const at of shuffled(servers.length, random)) {
      const before = elapsed()
      await servers[at]?.(turn)
      taken[at]?.fill(elapsed() - before, turn, turn + 1)
    }
    turn += 1
  }
  return taken.map((times) => times.slice(0, turn))
}

function shuffled(count: number, random: Random): readonly number[] {
  const order = Array.from({ length: count }, (_, at) => at)
  return order
    .map((at) => ({ at, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ at }) => at)
}

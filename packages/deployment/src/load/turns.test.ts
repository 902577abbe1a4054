import { expect, test } from '@jest/globals'
import { askInTurns } from './turns.ts'

/** A clock that goes on by what each request takes. */
function machine(costs: readonly number[]) {
  let now = 0
  const order: string[] = []
  const servers = costs.map((cost, at) => async (turn: number) => {
    order.push(`${turn}:${at}`)
    now += cost
  })
  return { servers, order, clock: { elapsed: () => now } }
}

const plan = { requests: 50, warmUp: 3, limitMs: 1e9, seed: 7 }

test('each turn asks every server for the same row, and measures it', async () => {
  const { servers, order, clock } = machine([2, 5])
  const [one, other] = await askInTurns(servers, plan, clock)
  expect([new Set(one), new Set(other)]).toEqual([new Set([2]), new Set([5])])
  expect(one).toHaveLength(50)
  const measured = order.slice(6)
  expect(measured.toSorted()).toEqual(
    Array.from({ length: 50 }, (_, turn) => [`${turn}:0`, `${turn}:1`])
      .flat()
      .toSorted(),
  )
})

test('which server is asked first is drawn, and the same seed draws the same', async () => {
  const runs = [machine([1, 1]), machine([1, 1])]
  for (const { servers, clock } of runs) await askInTurns(servers, plan, clock)
  const firsts =
    runs[0]?.order
      .slice(6)
      .filter((_, at) => at % 2 === 0)
      .map((entry) => entry.slice(-1)) ?? []
  expect(new Set(firsts).size).toBe(2)
  expect(runs[0]?.order).toEqual(runs[1]?.order)
})

test('it ends in time, with as many requests to each', async () => {
  const { servers, clock } = machine([10, 10])
  const taken = await askInTurns(servers, { ...plan, limitMs: 100 }, clock)
  expect(taken.map(({ length }) => length)).toEqual([5, 5])
})

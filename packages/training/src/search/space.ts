import type { SearchConfig, SearchDimension, SearchRange } from '@trainyard/config'
import { type Random, seededRandom } from '@trainyard/ports'
import type { ParamValue } from '../types.ts'

/** Parameters of one trial, by name. */
export type TrialParams = Readonly<Record<string, ParamValue>>

/** Trials of a random search where nothing else is said. */
const USUAL_TRIALS = 20

/** Draws in a row that give nothing new, after which a space counts as used up. */
const MOST_REPEATS = 10_000

/**
 * The parameters of every trial, in the order of their numbers; no two are alike. The first trials of a random search are
 * the same however many follow, so that a search can be continued.
 * @param fixed parameters that are given elsewhere and so are not searched
 */
export function trialsOf(search: SearchConfig, seed: number, fixed: TrialParams = {}): readonly TrialParams[] {
  const space = Object.entries(search.space).filter(([name]) => !Object.hasOwn(fixed, name))
  if (space.length === 0) return [{}]
  return search.method === 'grid' ? grid(space) : drawn(space, search.trials ?? USUAL_TRIALS, seed)
}

type Space = readonly (readonly [string, SearchDimension])[]

/** Every combination, the last name changing fastest. */
function grid(space: Space): readonly TrialParams[] {
  return space.reduce<readonly TrialParams[]>(
    (trials, [name, dimension]) =>
      trials.flatMap((params) => valuesOf(dimension).map((value) => ({ ...params, [name]: value }))),
    [{}],
  )
}

function valuesOf(dimension: SearchDimension): readonly ParamValue[] {
  if (!isRange(dimension)) return dimension
  const steps = dimension.steps ?? 2
  return [...new Set(Array.from({ length: steps }, (_, step) => pointOf(dimension, step / (steps - 1))))]
}

function drawn(space: Space, trials: number, seed: number): readonly TrialParams[] {
  const random = seededRandom(seed)
  const found = new Map<string, TrialParams>()
  let repeats = 0
  while (found.size < trials && repeats < MOST_REPEATS) {
    const params = Object.fromEntries(space.map(([name, dimension]) => [name, draw(dimension, random)]))
    const key = JSON.stringify(params)
    repeats = found.has(key) ? repeats + 1 : 0
    if (repeats === 0) found.set(key, params)
  }
  return [...found.values()]
}

function draw(dimension: SearchDimension, random: Random): ParamValue {
  const at = random()
  if (!isRange(dimension)) return dimension[Math.floor(at * dimension.length)] ?? ''
  return dimension.integer ? wholeDraw(dimension, at) : pointOf(dimension, at)
}

/** The value at a share of the range, 0 … 1. */
function pointOf({ from, to, scale, integer }: SearchRange, share: number): number {
  if (share === 0) return integer ? Math.ceil(from) : from
  if (share === 1) return integer ? Math.floor(to) : to
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
  // Six digits are enough for a parameter, and can be read.
  const rounded = integer ? Math.round(value) : Number(value.toPrecision(6))
  return Math.min(Math.max(rounded, integer ? Math.ceil(from) : from), integer ? Math.floor(to) : to)
}

/** Whole numbers are equally likely on the linear scale: each owns a stretch of length 1. */
function wholeDraw({ from, to, scale }: SearchRange, share: number): number {
  const [low, high] = [Math.ceil(from), Math.floor(to)]
  const value =
    scale === 'log' ? Math.floor(low * ((high + 1) / low) ** share) : low + Math.floor(share * (high - low + 1))
  return Math.min(value, high)
}

function isRange(dimension: SearchDimension): dimension is SearchRange {
  return !Array.isArray(dimension)
}

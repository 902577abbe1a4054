import { type Batch, type ColumnValues, type Random, seededRandom, sha256 } from '@trainyard/ports'
import type { Disturbance } from './disturbance.ts'
import type { Spread } from './spread.ts'

/** Disturbs batch after batch: the same seed disturbs the same rows alike. */
export type Disturb = (batch: Batch) => Batch

/** @param spreads of the columns of numbers, by name */
export function disturber(disturbance: Disturbance, spreads: ReadonlyMap<string, Spread>, seed: number): Disturb {
  if (disturbance.kind === 'missing') return (batch) => withColumn(batch, disturbance.column ?? '', without)
  const sources = new Map([...spreads.keys()].map((name) => [name, normals(seededRandom(seedOf(name, seed)))]))
  return (batch) =>
    [...spreads].reduce(
      (noisy, [name, spread]) => withColumn(noisy, name, withNoise(spread, disturbance.scale, sources.get(name))),
      batch,
    )
}

function withColumn({ rows, columns }: Batch, name: string, change: (values: ColumnValues) => ColumnValues): Batch {
  const values = columns.get(name)
  return values ? { rows, columns: new Map([...columns, [name, change(values)]]) } : { rows, columns }
}

function without(values: ColumnValues): ColumnValues {
  return values instanceof Float64Array ? new Float64Array(values.length).fill(Number.NaN) : values.map(() => null)
}

/** What is missing stays so; whole numbers stay whole. */
function withNoise({ deviation, whole }: Spread, scale: number, next: Random | undefined) {
  return (values: ColumnValues): ColumnValues => {
    if (!(values instanceof Float64Array) || next === undefined) return values
    return values.map((value) => {
      const noisy = value + scale * deviation * next()
      return whole ? Math.round(noisy) : noisy
    })
  }
}

function seedOf(name: string, seed: number): number {
  return Number.parseInt(sha256(`${seed}\0noise\0${name}`).slice(0, 8), 16)
}

/** Standard normal numbers. Box and Muller (1958). */
function normals(random: Random): Random {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

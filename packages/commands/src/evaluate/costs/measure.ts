import { availableParallelism, cpus } from 'node:os'
import { type CostFacts, type Costs, summarizeCosts, type WantedCosts } from '@trainyard/evaluation'
import type { CostsResult, Subject } from '@trainyard/evidence'
import type { Context } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged, Ran } from '../judged.ts'
import { type MeasuredLoad, serveInTurns } from './load.ts'
import { readParity } from './parity.ts'

/** What was measured, for rules and for the document. */
export interface MeasuredCosts {
  readonly facts: Costs
  readonly result: CostsResult
  readonly inputs: readonly Subject[]
}

/** Measures what rules speak of, and nothing where they speak of no costs, or no model was run. */
export async function measureCosts(
  { ran, target }: Judged,
  { load, names }: WantedCosts,
  inputs: Pick<Inputs, 'run'>,
  context: Context,
): Promise<MeasuredCosts | undefined> {
  if (ran === undefined || names.length === 0) return undefined
  const loaded = load ? await serveInTurns(ran, target, context) : undefined
  const parity = names.includes('parity') ? await readParity(inputs.run, ran.model) : undefined
  const candidate = { ...factsOf(ran.model, loaded?.candidate), ...(parity && { parity: parity.document.greatest }) }
  const champion = ran.champion && factsOf(ran.champion, loaded?.champion)
  return {
    facts: { candidate, ...(champion && { champion }) },
    result: {
      machine: machine(),
      ...(loaded && { load: loaded.load }),
      candidate: summarizeCosts(candidate),
      ...(champion && { champion: summarizeCosts(champion) }),
    },
    inputs: parity ? [parity.subject] : [],
  }
}

function factsOf({ document }: Ran['model'], measured: MeasuredLoad['candidate'] | undefined): CostFacts {
  return { size: document.bytes, ...measured }
}

function machine(): CostsResult['machine'] {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  }
}

import type { Dataset } from '@trainyard/dataset'
import type { ComparedExpectation, Difference, TableSummary } from '@trainyard/evidence'
import { summariseTable } from '@trainyard/profile'
import { compareSuites, compareTables, isSameSuite } from '@trainyard/validation'
import type { Context } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import { withBase } from './base.ts'
import { compareRows } from './rows.ts'
import type { Base, Head } from './types.ts'

/** Rows up to which a table is always described. */
const ALWAYS = 1_000_000

export interface Compared {
  readonly summary: TableSummary | undefined
  readonly difference: Difference | undefined
}

/** Whether the data is described, also where it is compared with nothing. */
export function wantsSummary({ command, summary }: Inputs, { rows }: Pick<Dataset, 'rows'>): boolean {
  return command === 'check' && (summary ?? rows <= ALWAYS)
}

/** Describes the data for later runs, and says what became of it since the base. */
export async function compareWithBase(inputs: Inputs, head: Head, context: Context): Promise<Compared> {
  return withBase(inputs, head, context, async (base) => {
    const wanted = wantsSummary(inputs, head.dataset)
    const summary = base !== undefined || wanted ? await summariseTable(head.dataset, head.measured) : undefined
    const difference = base && summary && (await differenceOf(base, { ...head, summary }, inputs.values))
    return { summary: wanted ? summary : undefined, difference }
  })
}

async function differenceOf(
  base: Base,
  { dataset, chosen, summary }: Head & { readonly summary: TableSummary },
  values: Inputs['values'],
): Promise<Difference> {
  const ignored = new Set(dataset.columns.filter(({ role }) => role === 'ignore').map(({ name }) => name))
  const before = { ...base.summary, columns: base.summary.columns.filter(({ name }) => !ignored.has(name)) }
  const columns = compareTables(before, summary, values)
  const byId = base.dataset && (await compareRows(base.dataset, dataset))
  const moved = byId !== undefined && byId.added + byId.removed + byId.changed > 0
  const now = chosen.suite.source === 'structure' ? undefined : chosen.suite.expectations
  const suite = suiteDifference(base.expectations, now)
  return {
    base: base.from,
    same: columns.length === 0 && before.rows === summary.rows && !moved,
    rows: { before: before.rows, after: summary.rows, ...(byId && { byId }) },
    columns,
    ...(suite && { suite }),
  }
}

function suiteDifference(
  before: readonly ComparedExpectation[] | undefined,
  after: readonly ComparedExpectation[] | undefined,
): Difference['suite'] {
  const difference = compareSuites(before ?? [], after ?? [])
  return isSameSuite(difference) ? undefined : difference
}

import { columnsOf } from '@trainyard/evaluation'
import type { Target } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { type Batch, type ColumnValues, InputError, seededRandom } from '@trainyard/ports'
import type { Ran } from '../judged.ts'

/** Rows that are sent in turns. */
const mostRows = 64

/** A row as the server of a model wants it: under the names of that model's inputs. */
export type RowFor = (model: ModelPackage) => Batch

/** Some of the rows that were judged, drawn by a seed. */
export async function chooseRows(ran: Ran, target: Target, seed: number): Promise<readonly RowFor[]> {
  const { dataset, split, model, champion } = ran
  const read = (one: ModelPackage) => columnsOf({ signature: one.document.signature }, { ...ran, target })
  const names = [...new Set([model, ...(champion ? [champion] : [])].flatMap(read))]
  const wanted = drawn(split === 'all' ? dataset.rows : dataset.split.rows[split], seed)
  const rows: Batch[] = []
  let first = 0
  for await (const batch of dataset.batches(split, names, 4096)) {
    for (let at = 0; at < batch.rows; at += 1) if (wanted.has(first + at)) rows.push(rowOf(batch, at))
    first += batch.rows
  }
  if (rows.length === 0) throw new InputError('there are no rows to ask a server for')
  return rows.map((row) => (one) => served(row, read(one), one))
}

function drawn(count: number, seed: number): ReadonlySet<number> {
  const random = seededRandom(seed)
  return new Set(Array.from({ length: mostRows }, () => Math.floor(random() * count)))
}

function rowOf({ columns }: Batch, at: number): Batch {
  const cells = [...columns].map(([name, values]): [string, ColumnValues] => [name, values.slice(at, at + 1)])
  return { rows: 1, columns: new Map(cells) }
}

/** A matrix whose columns nobody named has names of the server's own, in the order of its columns. */
function served({ rows, columns }: Batch, names: readonly string[], { document }: ModelPackage): Batch {
  const { features, inputs } = document.signature
  const [first] = inputs
  const matrix = !features && first !== undefined && first.shape.length === 2 && first.shape[1] !== 1
  const cells = names.flatMap((name, at): [string, ColumnValues][] => {
    const values = columns.get(name)
    return values ? [[matrix ? `${first.name}[${at}]` : name, values]] : []
  })
  return { rows, columns: new Map(cells) }
}

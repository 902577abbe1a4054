import path from 'node:path'
import { InputError, sha256, sha256File } from '@trainyard/ports'
import { joinChampion, type PredictionSource, type PredictionTable, readPredictions } from '@trainyard/predictions'
import type { Context } from '../core/context.ts'
import type { Inputs } from './inputs.ts'
import type { Judged, WantedSlices } from './judged.ts'

/** Predictions that any framework wrote, judged without a model. */
export async function readGiven(
  files: readonly string[],
  { weight, group }: Pick<Inputs, 'weight' | 'group'>,
  { conditions, time }: Pick<WantedSlices, 'conditions' | 'time'>,
  context: Context,
): Promise<Judged> {
  const design = { conditions, ...(weight !== undefined && { weight }), ...(group !== undefined && { group }) }
  const { table, name, digest } = await readTable(files, context, design)
  const known = time !== undefined && table.slices?.has(time)
  return {
    table: known ? { ...table, time } : table,
    target: 'label',
    data: { split: 'given', rows: table.rows, sha256: digest },
    inputs: [{ kind: 'predictions', name, sha256: digest }],
  }
}

/** Puts the champion's answers, from files of their own, beside the candidate's. */
export async function withChampion(judged: Judged, files: readonly string[], context: Context): Promise<Judged> {
  if (judged.table.champion !== undefined)
    throw new InputError('the champion is given twice', {
      at: { file: 'inputs', key: 'champion-predictions' },
      remedy: 'Give its model, or its predictions; or leave its columns out of the predictions.',
    })
  const { log } = context.services
  const { table, name, digest } = await readTable(files, context)
  const joined = joinChampion(judged.table, table, name)
  if (joined.by === 'row') log.warning(`${name}: joined row by row, as not both tables have a column id`)
  if (joined.left > 0) log.info(`${name}: ${joined.left} rows without an answer of the candidate are left out`)
  const inputs = [...judged.inputs, { kind: 'champion', name, sha256: digest } as const]
  return { ...judged, table: joined.table, champion: digest, inputs }
}

/**
 * Labels and answers of validation rows, on which a threshold is chosen.
 * @throws InputError where they are not given, or are the very rows that are judged
 */
export async function readValidation(
  judged: Judged,
  inputs: Pick<Inputs, 'weight' | 'validation-predictions' | 'champion-validation-predictions'>,
  context: Context,
): Promise<PredictionTable> {
  const files = inputs['validation-predictions']
  if (files === undefined)
    throw new InputError('a threshold is chosen on validation rows, and there are none', {
      at: { file: 'inputs', key: 'validation-predictions' },
      remedy: 'Give answers to rows that are not judged, or a number: evaluate.threshold: 0.5',
    })
  const { weight } = inputs
  const { table, name, digest } = await readTable(files, context, weight === undefined ? {} : { weight })
  expectOthers({ table, name, digest }, judged)
  const rival = inputs['champion-validation-predictions']
  const whole = rival ? (await withChampion({ ...judged, table }, rival, context)).table : table
  if (judged.table.champion === undefined || whole.champion !== undefined) return whole
  throw new InputError('the champion has no answers to the rows that thresholds are chosen on', {
    at: { file: 'inputs', key: 'champion-validation-predictions' },
    remedy: 'Give them too, or a number: evaluate.threshold: 0.5',
  })
}

/** Rows that are judged must not choose anything. */
function expectOthers({ table, name, digest }: Awaited<ReturnType<typeof readTable>>, judged: Judged): void {
  const seen = new Set(judged.table.ids)
  const same = judged.table.identified && table.identified && Array.from(table.ids).some((id) => seen.has(id))
  if (digest !== judged.data.sha256 && !same) return
  throw new InputError('the rows to choose the threshold on are among those that are judged', {
    at: { file: name },
    remedy: 'Rows that are judged must not choose anything: give other ones.',
  })
}

async function readTable(
  files: readonly string[],
  { folder, services }: Context,
  design: Pick<PredictionSource, 'weight' | 'group' | 'conditions'> = {},
) {
  const names = files.map((file) => path.relative(folder, file))
  const table = await readPredictions({ base: folder, files: names, ...design }, services)
  const digests = await Promise.all(files.map((file) => sha256File(file)))
  const digest = digests.length === 1 ? (digests[0] ?? '') : sha256(digests.join('\n'))
  return { table, name: names.join(', '), digest }
}

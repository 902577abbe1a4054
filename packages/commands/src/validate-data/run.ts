import path from 'node:path'
import { type Dataset, datasetDocument, type Opened } from '@trainyard/dataset'
import {
  type DatasetDocument,
  type Distributions,
  type FailingRowsSummary,
  newDocument,
  type Place,
  type Subject,
  type UntranslatedCheck,
  type ValidationDocument,
  writeDocument,
} from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'
import { summaryMeasures, withoutValues } from '@trainyard/profile'
import {
  distributions,
  type Examiner,
  openExaminer,
  type Untranslated,
  type Validation,
  validate,
} from '@trainyard/validation'
import type { Context } from '../core/context.ts'
import { configuredData } from '../core/data/configured.ts'
import { openSourceEarly } from '../core/data/data.ts'
import type { StageResult } from '../core/result.ts'
import { annotations, notChecked } from './annotations.ts'
import { type Compared, compareWithBase, wantsSummary } from './difference/difference.ts'
import { writeFailingRows } from './failing-rows.ts'
import { writeFormats } from './formats.ts'
import { keepRun, readRuns } from './history.ts'
import type { Inputs } from './inputs.ts'
import { type ChosenSuite, chooseSuite, writeProposal } from './suite.ts'
import { withTables } from './tables.ts'
import { tellWarnings } from './warnings.ts'

/** Checks the data, and settles what later stages keep to: types, roles and the split. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const opened = await openSourceEarly(inputs, context, { empty: true })
  try {
    const runs = await readRuns(inputs.history, context)
    return await checkAgainst(await chooseSuite({ ...inputs, runs }, opened, context), opened, inputs, out, context)
  } finally {
    await opened.close()
  }
}

/** Checks opened data against a suite, and leaves the stage's documents in its folder. */
export async function checkAgainst(
  chosen: ChosenSuite,
  opened: Opened,
  inputs: Inputs,
  out: string,
  context: Context,
): Promise<StageResult> {
  const checked = check(chosen, opened, inputs, context)
  const found = handled(checked.then(foundOut))
  const drawn = handled(distributions(opened, found, { values: inputs.values }))
  try {
    return await leave({ chosen, drawn, ...(await checked) }, inputs, out, context)
  } finally {
    await drawn.catch(() => undefined)
  }
}

/** A promise that may fail before it is awaited. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

/** What the rows say, and the dataset that they are. */
interface Checked {
  readonly validation: Validation
  readonly dataset: Dataset
}

function foundOut({ validation: { failing }, dataset: { columns } }: Checked) {
  return { failing, columns }
}

async function check({ suite }: ChosenSuite, opened: Opened, inputs: Inputs, context: Context): Promise<Checked> {
  const history = (await readRuns(inputs.history, context)).map(({ rows }) => rows)
  const validation = await withTables(inputs.table ?? {}, context, (tables) =>
    withExaminer(context, (examiner) =>
      validate(opened, suite, {
        ...options(inputs, opened, tables),
        history,
        now: context.services.clock.now(),
        examiner,
        ...(wantsSummary(inputs, opened) && { beside: summaryMeasures(opened) }),
      }),
    ),
  )
  return { validation, dataset: await opened.whole(validation.present) }
}

interface Left extends Checked {
  readonly chosen: ChosenSuite
  readonly drawn: Promise<Distributions>
}

/** Leaves the documents in the stage's folder. */
async function leave(
  { chosen, validation, dataset, drawn }: Left,
  inputs: Inputs,
  out: string,
  context: Context,
): Promise<StageResult> {
  await keepRun(inputs.history, { suite: chosen.suite, validation }, context)
  const data = datasetDocument(dataset, context.services.clock, configuredData(context.config))
  const parts = {
    data,
    chosen,
    proposed: await writeProposal(chosen, dataset, out),
    failingRows: await writeFailingRows(validation, dataset, { out, atMost: inputs['failing-rows-at-most'] }),
    compared:
      inputs.command === 'check'
        ? await compareWithBase(inputs, { dataset, chosen, measured: validation.beside }, context)
        : undefined,
    drawn: await drawn,
  }
  const document = validationDocument(validation, parts, inputs.values, context)
  await writeDocument(path.join(out, 'dataset.json'), data)
  await writeDocument(path.join(out, 'validation.json'), document)
  await writeFormats(inputs.formats, document, out, context)
  return {
    verdict: document.verdict,
    reason: document.reason,
    documents: [data, document],
    digest: dataset.sha256,
    annotations: await tellWarnings([...annotations(validation), ...notChecked(chosen.suite)], document, context),
  }
}

/** A thread that tests values, for the time of some work. */
async function withExaminer<T>({ services }: Context, work: (examiner: Examiner) => Promise<T>): Promise<T> {
  const examiner = openExaminer({ worker: path.join(services.dist, 'value-worker', 'index.js') })
  try {
    return await work(examiner)
  } finally {
    await examiner.close()
  }
}

function options(
  inputs: Inputs,
  { columns }: Pick<Dataset, 'columns'>,
  tables: Readonly<Record<string, { readonly rows: number }>>,
) {
  const keys = columns.filter(({ role }) => role === 'id').map(({ name }) => name)
  const budget = inputs['warnings-at-most']
  return {
    resultFormat: inputs['result-format'],
    values: inputs.values,
    keys,
    tables,
    maxRows: inputs['failing-rows-at-most'],
    ...(budget !== undefined && { warnings: { atMost: budget } }),
  }
}

interface Parts {
  readonly data: DatasetDocument
  readonly chosen: ChosenSuite
  readonly proposed: string | undefined
  readonly failingRows: FailingRowsSummary | undefined
  readonly drawn: Distributions
  readonly compared: Compared | undefined
}

function validationDocument(
  { failing: _, beside: __, present: ___, places, verdict, reason, ...body }: Validation,
  { data, chosen, proposed, failingRows, drawn, compared }: Parts,
  values: Inputs['values'],
  { services }: Context,
): ValidationDocument {
  const { untranslated = [] } = chosen.suite
  const subjects: Subject[] = [{ kind: 'dataset', name: 'dataset', sha256: data.sha256 }]
  return newDocument(
    'validation',
    {
      ...body,
      ...(untranslated.length > 0 && { untranslated: untranslated.map(withoutFile) }),
      ...(proposed !== undefined && { proposedSchema: proposed }),
      ...(places.some((at) => at !== undefined) && { places: places.map(placeOf) }),
      ...(failingRows && { failingRows }),
      distributions: drawn,
      ...(compared?.summary && { summary: values === 'shown' ? compared.summary : withoutValues(compared.summary) }),
      ...(compared?.difference && { difference: compared.difference }),
    },
    { clock: services.clock, subjects, inputs: [...data.inputs, ...chosen.subjects], verdict, reason },
  )
}

function placeOf(at: Position | undefined): Place | null {
  return at?.line === undefined || at.column === undefined ? null : { line: at.line, column: at.column }
}

/** The file is the suite's own, which the document names. */
function withoutFile({ what, why, at: { line, column }, drift }: Untranslated): UntranslatedCheck {
  const at = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) }
  return { what, why, at, ...(drift && { drift }) }
}

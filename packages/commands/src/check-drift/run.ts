import path from 'node:path'
import { openTable } from '@trainyard/dataset'
import {
  type ColumnProfile,
  type DriftDocument,
  newDocument,
  readDocument,
  type Subject,
  writeDocument,
} from '@trainyard/evidence'
import { type CurrentRows, checkDrift, driftSummary, readRows, retrainDecision } from '@trainyard/monitoring'
import { InputError } from '@trainyard/ports'
import { profileDataset } from '@trainyard/profile'
import { relativePath } from '../core/config-path.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { dispatchRetraining } from './dispatch.ts'
import type { Inputs } from './inputs.ts'

/** What new rows are compared with. */
interface Reference {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
  readonly model?: string
  readonly subject: Subject
}

/** Compares new rows with a profile or a table, and decides whether to retrain. Drift is a finding, not a failure. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const reference = await openReference(inputs, context)
  const { config } = context
  const current = await readRows(
    { base: config.folder, files: inputs.data.map((file) => relativePath(config, file)) },
    reference.columns,
    context.services,
  )
  expectModel(current, reference)
  const document = await drifted(inputs, reference, current, context)
  await writeDocument(path.join(out, 'drift.json'), document)
  const failed = inputs['fail-on'] === 'drift' && document.finding === 'drift'
  return {
    verdict: document.verdict,
    reason: document.reason,
    documents: [document],
    digest: reference.subject.sha256,
    outputs: {
      finding: document.finding,
      retrain: String(document.retrain.decision),
      run: document.retrain.dispatched ?? '',
    },
    exitCode: failed ? 1 : 0,
  }
}

async function openReference({ profile, reference }: Inputs, context: Context): Promise<Reference> {
  if (profile !== undefined) {
    const { document, sha256 } = await readDocument('profile', profile)
    return {
      rows: document.rows,
      columns: document.columns,
      ...(document.model && { model: document.model }),
      subject: { kind: 'profile', name: path.basename(profile), sha256 },
    }
  }
  if (reference !== undefined) return profileTable(reference, context)
  throw new InputError('nothing to compare with', {
    at: { file: 'inputs', key: 'profile' },
    remedy: 'Give the profile.json that train wrote, or a reference table.',
  })
}

async function profileTable(files: readonly string[], { config, services }: Context): Promise<Reference> {
  const ignored = new Set(config.data?.ignore)
  const given = files.map((file) => relativePath(config, file))
  const dataset = await openTable({ base: config.folder, files: given }, services)
  try {
    const columns = (await profileDataset(dataset, 'all')).filter(({ name }) => !ignored.has(name))
    return {
      rows: dataset.rows,
      columns,
      subject: { kind: 'data', name: files.map((file) => path.basename(file)).join(', '), sha256: dataset.sha256 },
    }
  } finally {
    await dataset.close()
  }
}

/** @throws InputError where a prediction log is that of another model, naming both digests */
function expectModel({ models }: CurrentRows, { model }: Reference): void {
  const other = models.find((digest) => digest !== model)
  if (model === undefined || other === undefined) return
  throw new InputError(
    `the log is of another model than the profile: sha256:${other}, the profile is of sha256:${model}`,
    {
      remedy: 'Use the profile.json of the model that answered, or the log since it was deployed.',
    },
  )
}

async function drifted(
  inputs: Inputs,
  reference: Reference,
  current: CurrentRows,
  context: Context,
): Promise<DriftDocument> {
  const { clock } = context.services
  const alpha = inputs['false-alarms']
  const { finding, tests } = checkDrift(reference.columns, current.columns, alpha)
  const decision = retrainDecision(tests, context.config.drift.retrain.when)
  const dispatched =
    decision.decision && inputs.dispatch ? await dispatchRetraining(inputs, decision.reasons, context) : undefined
  const name = inputs.name === undefined ? '' : `${inputs.name}: `
  const failed = inputs['fail-on'] === 'drift' && finding === 'drift'
  return newDocument(
    'drift',
    {
      finding,
      rows: current.rows,
      referenceRows: reference.rows,
      alpha,
      correction: 'holm',
      tests,
      ...(reference.model && { model: reference.model }),
      retrain: { ...decision, workflow: inputs.workflow, ...(dispatched && { dispatched: dispatched.url }) },
    },
    {
      clock,
      subjects: [],
      inputs: [reference.subject],
      verdict: failed ? 'fail' : 'pass',
      reason: `${name}${finding === 'drift' ? driftSummary(tests) : `stable, ${tests.length} tests`}`,
    },
  )
}

import path from 'node:path'
import { readDocument } from '@trainyard/evidence'
import { bundleName, evaluationStatement, type Statement } from '@trainyard/evidence/attestation'
import { errorMessage, FaultError, InputError, writeFileAtomic } from '@trainyard/ports'
import type { SealedFolder } from '../core/command.ts'
import type { Context } from '../core/context.ts'
import { originOf } from '../train/record/origin.ts'
import type { Inputs } from './inputs.ts'

/** What is said where nothing was signed. */
const WEAKER =
  'evaluation.json names the model by its sha256 and is not signed: this is weaker, as whoever can change the file can change what it says.'

/**
 * Has the evaluation in a folder signed by the identity of the run, and keeps the bundle beside it. A model that did not pass
 * is not attested: whoever looks for an attestation alone must not find one.
 * @returns the action's outputs
 * @throws InputError or FaultError where it must be signed and is not
 */
export async function attestEvaluation(
  folders: SealedFolder,
  { attest }: Pick<Inputs, 'attest'>,
  context: Context,
): Promise<Readonly<Record<string, string>>> {
  const { document, sha256 } = await readDocument('evaluation', path.join(folders.folder, 'evaluation.json'))
  if (attest === 'false' || document.verdict !== 'pass') return {}
  if (document.model === undefined && attest === 'auto') return {}
  const statement = evaluationStatement(document, sha256, await originOf(context))
  const obstacle = obstacleOf(statement, context)
  if (statement !== undefined && obstacle === undefined) return signed(statement, { ...folders, attest }, context)
  if (attest === 'true') throw new InputError(`the evaluation cannot be attested: ${obstacle}`, { remedy: PERMISSION })
  tell(`No attestation: ${obstacle}. ${WEAKER}`, context)
  return {}
}

/** Only a workflow could have signed: elsewhere nobody expects it. */
function tell(line: string, { services }: Context): void {
  if (services.env['GITHUB_ACTIONS'] === 'true') services.log.info(line)
  else services.log.debug(line)
}

const PERMISSION =
  'Give the job "permissions: id-token: write, attestations: write" and the step its token, or leave attest at auto.'

function obstacleOf(statement: Statement | undefined, { services }: Context): string | undefined {
  if (statement === undefined) return 'only predictions were judged, no model'
  return services.attestations.available ? undefined : 'the job has no permission id-token: write'
}

async function signed(
  statement: Statement,
  { folder, out, attest }: SealedFolder & Pick<Inputs, 'attest'>,
  { services }: Context,
): Promise<Readonly<Record<string, string>>> {
  const { attestations, log } = services
  try {
    const { bundle, id } = await attestations.attest(statement)
    await writeFileAtomic(path.join(folder, bundleName), `${JSON.stringify(bundle)}\n`)
    log.info(`Attested: ${statement.subject.name} sha256:${statement.subject.sha256}${id ? `, attestation ${id}` : ''}`)
    return { attestation: path.join(out, bundleName), ...(id !== undefined && { 'attestation-id': id }) }
  } catch (error) {
    if (attest === 'true' || !(error instanceof FaultError)) throw error
    log.warning(`${errorMessage(error)} ${error.remedy ?? ''} ${WEAKER}`)
    return {}
  }
}

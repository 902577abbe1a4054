import type { EvaluationDocument, RuleResult } from '../documents/index.ts'
import type { Predicate, Statement } from './types.ts'

/** Address of the predicate's schema. */
export const predicateType =
  'https://raw.githubusercontent.com/trainyard-ml/trainyard/v1/schema/attestation.schema.json'

/** File of the bundle, beside `evaluation.json`. */
export const bundleName = 'attestation.sigstore.json'

/** The run that evaluated. */
export interface MadeBy {
  readonly commit?: string
  readonly url?: string
}

/**
 * What an evaluation says of its model, to be signed.
 * @param sha256 of the bytes of the document
 * @returns undefined where only predictions were judged: they are no model
 */
export function evaluationStatement(
  document: EvaluationDocument,
  sha256: string,
  { commit, url }: MadeBy,
): Statement | undefined {
  const { model, tool, verdict, decidedBy, data, champion } = document
  if (model === undefined) return undefined
  const code = {
    ...digestOf(document, 'code'),
    ...(commit !== undefined && { commit }),
    ...(url !== undefined && { run: url }),
  }
  const predicate: Predicate = {
    schemaVersion: 1,
    tool,
    evaluation: { sha256 },
    verdict,
    decidedBy,
    rules: { sha256: digestOf(document, 'rules')?.sha256 ?? sha256, gates: gatesOf(document).map(shown) },
    data: { sha256: data.sha256, split: data.split, rows: data.rows },
    ...(champion !== undefined && { champion: { sha256: champion } }),
    ...firstModelOf(document),
    ...(Object.keys(code).length > 0 && { code }),
  }
  return { subject: { name: 'model.onnx', sha256: model }, predicateType, predicate }
}

/** The last of a kind: rules of the change stand behind those that they were put together from. */
function digestOf({ inputs }: EvaluationDocument, kind: 'rules' | 'code'): { readonly sha256: string } | undefined {
  const found = inputs.filter((input) => input.kind === kind).at(-1)
  return found && { sha256: found.sha256 }
}

function gatesOf({ rules, base }: EvaluationDocument): readonly RuleResult[] {
  return [...rules, ...(base?.rules ?? [])]
}

function firstModelOf({ firstModel, base }: EvaluationDocument): Pick<Predicate, 'firstModel'> {
  const found = [firstModel, base?.firstModel].flatMap((one) => one?.unjudged ?? [])
  return found.length === 0 ? {} : { firstModel: { unjudged: [...new Set(found)] } }
}

function shown({ text, verdict }: RuleResult) {
  return { text, verdict }
}

import type { Config } from '@trainyard/config'
import {
  type CardDocument,
  type CardEvaluation,
  type CardRule,
  type DataFile,
  type DatasetDocument,
  documentDigest,
  type EvaluationDocument,
  type ModelDocument,
  newDocument,
  type RuleResult,
  type RunDocument,
} from '@trainyard/evidence'
import type { Clock } from '@trainyard/ports'

export interface CardParts {
  readonly model: ModelDocument
  readonly run: RunDocument
  readonly dataset: Pick<DatasetDocument, 'sha256' | 'rows' | 'columns' | 'split' | 'files'>
}

/** The card of a model that was just trained. */
export function newCard({ card, name }: Config, { model, run, dataset }: CardParts, clock: Clock): CardDocument {
  const { sha256 } = model
  return newDocument(
    'card',
    {
      name,
      words: card ?? { owners: [], references: [] },
      model: modelOf(model),
      data: dataOf(dataset),
      training: trainingOf(run),
      ...(run.validation && { validation: run.validation }),
    },
    {
      clock,
      subjects: [{ kind: 'model', name: 'model.onnx', sha256 }],
      inputs: [{ kind: 'dataset', name: 'dataset', sha256: dataset.sha256 }],
      verdict: 'pass',
      reason: `what is known of ${name}`,
    },
  )
}

function modelOf({ sha256, framework, bytes, signature }: ModelDocument): CardDocument['model'] {
  const { task, target, inputs, features = inputs.map(({ name }) => name) } = signature
  const answers = task === 'multilabel' ? signature.classes : target
  return {
    sha256,
    framework,
    bytes,
    ...(task && { task }),
    ...(answers !== undefined && { target: answers }),
    features,
  }
}

function dataOf({ sha256, rows, columns, split, files }: CardParts['dataset']): CardDocument['data'] {
  const { train, validation, test } = split.rows
  const shares = { method: split.method, train, validation, test }
  return { sha256, rows, columns: columns.length, split: shares, versions: [...new Set(files.flatMap(versionOf))] }
}

function trainingOf({ trainer, parameters, seed, cache, environment, trigger, search }: RunDocument) {
  const { commit } = environment
  return {
    trainer,
    parameters,
    seed,
    key: cache.key,
    ...(commit !== undefined && { commit }),
    ...(trigger !== undefined && { trigger }),
    ...(search && { trials: search.trials.length, best: search.best }),
  }
}

/** What the source calls these bytes, where it has versions. */
function versionOf({ path, dvc, delta, version }: DataFile): readonly string[] {
  if (dvc) return [`${dvc.file}: DVC ${dvc.oid}`]
  if (delta) return [`${path}: Delta Lake version ${delta.version}`]
  return version === undefined ? [] : [`${path}: version ${version}`]
}

type Values = Config['report']['values']

/** The card with how the model was judged. Values of rows are left out unless `report.values` is `shown`. */
export function judgedCard(card: CardDocument, evaluation: EvaluationDocument, values: Values): CardDocument {
  const { verdict, decidedBy, data, champion, metrics, rules, createdAt } = evaluation
  const sha256 = documentDigest(evaluation)
  const judged: CardEvaluation = {
    sha256,
    verdict,
    decidedBy,
    split: data.split,
    rows: data.rows,
    ...(champion !== undefined && { champion }),
    metrics: metrics.map(({ name, class: of, value, interval }) => ({
      name,
      ...(of !== undefined && { class: of }),
      value,
      ...(interval && { interval }),
    })),
    rules: rules.map((rule) => cardRule(rule, values)),
  }
  const inputs = [...card.inputs, { kind: 'evaluation', name: 'evaluation.json', sha256 } as const]
  return { ...card, createdAt, verdict, inputs, evaluation: judged }
}

function cardRule({ text, verdict, estimate, interval, slices }: RuleResult, values: Values): CardRule {
  const held = slices?.map(({ value, rows, estimate: found, interval: around, verdict: said }) => ({
    ...(values === 'shown' && { value }),
    rows,
    ...(found !== undefined && { estimate: found }),
    ...(around && { interval: around }),
    verdict: said,
  }))
  return { text, verdict, estimate, ...(interval && { interval }), ...(held && { slices: held }) }
}

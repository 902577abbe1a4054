import { gateText } from './gates.ts'
import type { RawConfig, RawData, RawMetric } from './raw.ts'
import { shapedRows } from './rows.ts'
import type {
  AttestationConfig,
  CardConfig,
  Config,
  DataConfig,
  DvcRulesConfig,
  TrainConfig,
  ValidateConfig,
} from './types/config.ts'
import type { EvaluateConfig, MetricConfig } from './types/evaluate.ts'

/** The configuration as the rest of the program reads it: short forms made long, names in our spelling. */
export function shaped(raw: RawConfig, place: Pick<Config, 'file' | 'folder' | 'position'>): Config {
  const { name, data, track, evaluate, image, deploy, drift, card, report } = raw
  return {
    ...place,
    name,
    ...(data && { data: shapedData(data) }),
    validate: shapedValidate(raw.validate),
    train: shapedTrain(raw.train),
    track,
    evaluate: shapedEvaluate(evaluate),
    image,
    ...(deploy && { deploy }),
    drift: { source: asList(drift.source), falseAlarms: drift['false-alarms'], retrain: drift.retrain },
    ...(card && { card: shapedCard(card) }),
    attestation: shapedAttestation(raw.attestation),
    report,
  }
}

function shapedData({ train, validation, test, dvc, ...rest }: RawData): DataConfig {
  return {
    ...rest,
    dvc: shapedDvc(dvc),
    train: shapedRows(train),
    ...(validation !== undefined && { validation: shapedRows(validation) }),
    ...(test !== undefined && { test: shapedRows(test) }),
  }
}

function shapedDvc({ repro, ...rest }: RawData['dvc']): DvcRulesConfig {
  if (repro === false) return rest
  return { ...rest, repro: repro === true ? [] : [repro].flat() }
}

function shapedValidate({
  suite,
  environment,
  untranslated,
  warnings,
  history,
  'suite-parameters': parameters,
  'failing-rows': failing,
}: RawConfig['validate']): ValidateConfig {
  return {
    untranslated,
    ...(suite !== undefined && { suite }),
    ...(history !== undefined && { history }),
    ...(environment !== undefined && { environment }),
    ...(parameters && { suiteParameters: parameters }),
    ...(warnings && { warnings: { atMost: warnings['at-most'] } }),
    failingRows: { atMost: failing['at-most'] },
  }
}

function shapedTrain({ timeout, ...rest }: RawConfig['train']): TrainConfig {
  return { ...rest, ...(timeout !== undefined && { timeoutMs: timeout }) }
}

function shapedEvaluate({
  gates,
  slices,
  load,
  metrics,
  threshold,
  import: files,
  'import-margin': margin,
  'first-model': firstModel,
  ...rest
}: RawConfig['evaluate']): EvaluateConfig {
  return {
    ...rest,
    gates: gates.map(gateText),
    firstModel,
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, shapedMetric(metric)])),
    ...(threshold !== undefined && { threshold: typeof threshold === 'number' ? { value: threshold } : threshold }),
    import: asList(files),
    ...(margin !== undefined && { importMargin: margin }),
    slices: { atLeast: slices['at-least'], find: slices.find, where: slices.where },
    load: { requests: load.requests, atMostMs: load['at-most'] },
  }
}

function shapedMetric({ better, sql, run = [], env, format, timeout }: RawMetric): MetricConfig {
  return sql === undefined ? { better, run, env, format, timeoutMs: timeout } : { better, sql }
}

function shapedCard({
  'intended-use': intendedUse,
  'out-of-scope': outOfScope,
  ...rest
}: NonNullable<RawConfig['card']>): CardConfig {
  return {
    ...rest,
    ...(intendedUse !== undefined && { intendedUse }),
    ...(outOfScope !== undefined && { outOfScope }),
  }
}

function shapedAttestation({
  make,
  'trusted-root': trustedRoot,
  ...rest
}: RawConfig['attestation']): AttestationConfig {
  const made = make === 'auto' ? make : (`${make}` as const)
  return { ...rest, make: made, ...(trustedRoot !== undefined && { trustedRoot }) }
}

function asList(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat()
}

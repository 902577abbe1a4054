import type {
  AnyDocument,
  DeploymentDocument,
  DriftDocument,
  EvaluationDocument,
  ImageDocument,
  RunDocument,
  ValidationDocument,
} from '@trainyard/evidence'
import { count, formatBytes, formatNumber, formatP, rivalOf, ruleBound, shortDigest } from '../format.ts'
import { openRules, rulesOf } from '../rules.ts'
import { shownRule } from '../shown-rule.ts'

/** What a stage found, in the one line that a terminal, a log and a summary show beside its verdict. */
export function stageLine(document: AnyDocument): string {
  switch (document.kind) {
    case 'validation':
      return validationLine(document)
    case 'run':
      return runLine(document)
    case 'evaluation':
      return evaluationLine(document)
    case 'image':
      return imageLine(document)
    case 'deployment':
      return deploymentLine(document)
    case 'drift':
      return driftLine(document)
    default:
      return document.reason
  }
}

function validationLine(document: ValidationDocument): string {
  const { rows, statistics, suite, reason, verdict, results, untranslated = [] } = document
  if (verdict !== 'pass') return reason
  const compared = suite.source === 'structure' ? ', structure only' : ''
  const failed = results.filter(({ success, expectation_config: of }) => !success && of.severity === 'warning').length
  const warned = failed > 0 ? `, ${count(failed, 'warning')}` : ''
  const left = untranslated.length > 0 ? `, ${count(untranslated.length, 'part')} of the suite not checked` : ''
  return `${count(rows, 'row')}, ${count(statistics.evaluated_expectations, 'check')}${warned}${compared}${left}`
}

function runLine({ reason, cache }: RunDocument): string {
  return cache.reused ? `${reason} (reused from the ${cache.from ?? 'state'}: nothing has changed)` : reason
}

function evaluationLine(document: EvaluationDocument): string {
  const rules = rulesOf(document)
  const shown = openRules(document)[0] ?? rules[0]
  const lacking = (document.requirements ?? []).filter(({ verdict }) => verdict === 'fail')
  if (shown === undefined) return document.reason
  if (lacking.length > 0 && shown.verdict === 'pass') return `requires ${lacking.map(({ name }) => name).join(', ')}`
  if (shown.verdict !== 'pass') return shown.text
  const more = rules.length > 1 ? `, ${count(rules.length - 1, 'more gate')}` : ''
  const metric = shown.class === undefined ? shown.metric : `${shown.metric}[${shown.class}]`
  const { estimate, apart, range } = shownRule(shown)
  const rival = rivalOf(shown)
  const what = rival === undefined ? metric : `${metric} ${shown.ratio === undefined ? '−' : '÷'} ${rival.name}`
  const value = shown.difference === undefined ? apart.replace('× ', '') || estimate : formatNumber(shown.difference)
  return `${[what, value, range, apart === '' ? ruleBound(shown) : ''].filter((part) => part !== '').join(' ')}${more}`
}

function imageLine({ digest, size, layers }: ImageDocument): string {
  const reused = layers.filter((layer) => layer.reused).length
  return `${shortDigest(digest)} ${formatBytes(size)}, ${count(layers.length, 'layer')}, ${reused} reused`
}

function deploymentLine({ url, answers, ephemeral, reason, verdict }: DeploymentDocument): string {
  if (verdict !== 'pass') return reason
  const where = ephemeral ? 'started, checked, stopped' : (url ?? reason)
  return answers ? `${where}, ${count(answers.equal, 'answer')} equal to the evaluation` : where
}

function driftLine({ finding, rows, tests, reason }: DriftDocument): string {
  if (finding === 'drift') return `drift: ${reason}`
  const smallest = Math.min(...tests.flatMap(({ adjustedP }) => (adjustedP === null ? [] : [adjustedP])))
  const tested = count(tests.filter(({ p }) => p !== null).length, 'test')
  return `stable: ${count(rows, 'row')}, smallest p ${Number.isFinite(smallest) ? formatP(smallest) : 'none'} of ${tested}`
}

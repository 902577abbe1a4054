import type {
  AnyDocument,
  DriftDocument,
  EvaluationDocument,
  RuleResult,
  ValidationDocument,
} from '@trainyard/evidence'
import { aboutOf, orderedChecks } from '../checks.ts'
import { differenceLine } from '../difference.ts'
import { count } from '../format.ts'
import { foundOf } from '../found.ts'
import { nothingToCompare, openRules, unjudgedOf } from '../rules.ts'
import { missLines } from '../runs/changes.ts'
import { parityLines } from '../runs/parity.ts'
import { shownRule } from '../shown-rule.ts'

const MOST_SHOWN = 5

/** The lines under a stage's line: why a verdict is not `pass` and the way on; for drift, the retrain decision. */
export function stageDetails(document: AnyDocument): readonly string[] {
  switch (document.kind) {
    case 'validation':
      return [
        ...(document.verdict === 'pass' ? proposal(document) : capped(failedChecks(document))),
        ...since(document),
      ]
    case 'run':
      return [...parityLines(document), ...capped(missLines(document).map((line) => `changed: ${line}`))]
    case 'evaluation':
      return evaluationDetails(document)
    case 'drift':
      return retrainDetails(document)
    case 'deployment':
      return document.undo && document.verdict === 'pass' && !document.ephemeral ? [`to go back: ${document.undo}`] : []
    default:
      return []
  }
}

function proposal({ proposedSchema }: ValidationDocument): string[] {
  return proposedSchema ? [`Nothing was compared: no schema is committed. Proposed: ${proposedSchema}`] : []
}

function since({ difference }: ValidationDocument): string[] {
  return difference ? [differenceLine(difference)] : []
}

function failedChecks(document: ValidationDocument): string[] {
  const failed = orderedChecks(document).filter(({ result }) => !result.success)
  return failed.map(({ result, severity }) => {
    const named = [result.expectation_config.type, aboutOf(result)].filter((part) => part !== '').join(' ')
    const found = foundOf(result)
    return `${severity}: ${named}${found === '' ? '' : `: ${found}`}`
  })
}

function evaluationDetails(document: EvaluationDocument): string[] {
  const { decidedBy, verdict } = document
  const open = openRules(document)
  const settled =
    verdict === 'pass' && decidedBy !== 'bounds'
      ? [`Inconclusive rules were settled by evaluate.inconclusive: ${decidedBy}.`]
      : []
  const required = (document.requirements ?? []).filter((one) => one.verdict === 'fail')
  const lacking = required.map(({ name, reason }) => `requires ${name}: ${reason}`)
  const rules = open
    .slice(0, MOST_SHOWN)
    .flatMap((rule, at) => [...(at === 0 ? [] : [rule.text]), ...ruleDetails(rule)])
  const more = open.length > MOST_SHOWN ? [`and ${count(open.length - MOST_SHOWN, 'more gate')} in the report`] : []
  const wayOn = verdict === 'inconclusive' ? ['To let the estimates decide: evaluate.inconclusive: estimate'] : []
  const unjudged = unjudgedOf(document).map(({ text, reason }) => `${text}: ${nothingToCompare} (${reason})`)
  return [...settled, ...lacking, ...capped(unjudged), ...rules, ...more, ...wayOn]
}

function ruleDetails(rule: RuleResult): string[] {
  const { estimate, rival, apart, range } = shownRule(rule)
  if (apart === '') return [`estimate ${estimate}${range === '' ? '' : ` ${range}`}`, rule.reason]
  const what = `${rule.ratio === undefined ? 'difference ' : ''}${apart} ${range}`.trim()
  return [`candidate ${estimate}, ${rival}, ${what}`, rule.reason]
}

function retrainDetails({ retrain, finding }: DriftDocument): string[] {
  if (finding === 'stable' && !retrain.decision) return []
  const reasons = retrain.reasons.join('; ')
  if (!retrain.decision) return [`retrain: no${reasons ? ` (${reasons})` : ''}`]
  const how = retrain.dispatched
    ? `started ${retrain.dispatched}`
    : `would dispatch ${retrain.workflow ?? 'no workflow'}`
  return [`retrain: yes (${reasons}; ${how})`]
}

function capped(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_SHOWN * 2
  return rest > 0 ? [...lines.slice(0, MOST_SHOWN * 2), `and ${count(rest, 'more line')} in the report`] : [...lines]
}

import type { ValidationDocument } from '@trainyard/evidence'
import { aboutOf, orderedChecks, type ShownCheck } from '../checks.ts'
import { messageOf } from './sarif.ts'

/**
 * All checks as JUnit XML, one test case each, in the suite's order. Severity decides: a failed critical check is a failure,
 * one that could not be evaluated an error; a warning or an info is skipped with its message, unless it was warnings that
 * failed the stage.
 */
export function junit(document: ValidationDocument): string {
  const { suite, createdAt, verdict, results } = document
  const checks = [...orderedChecks(document)].sort((a, b) => a.number - b.number)
  const critical = checks.some(({ result, severity }) => !result.success && severity === 'critical')
  const cases = checks.map((check) => ({ check, kind: kindOf(check, verdict === 'fail' && !critical) }))
  const count = (kind: Kind) => cases.filter((one) => one.kind === kind).length
  const counts = attributes({
    tests: results.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  })
  const lines = cases.map(({ check, kind }) => testcase(check, kind, suite))
  const named = attributes({ name: suite.name, timestamp: createdAt.slice(0, 19), time: 0 })
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: 'trainyard validate-data' })}${counts}>
<testsuite${named}${counts}>
${lines.join('\n')}
</testsuite>
</testsuites>
`
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped'

function kindOf({ result, severity }: ShownCheck, byWarnings: boolean): Kind {
  if (result.success) return 'passed'
  const decides = severity === 'critical' || (severity === 'warning' && byWarnings)
  if (!decides) return 'skipped'
  return result.exception_info.raised_exception ? 'error' : 'failure'
}

function testcase(check: ShownCheck, kind: Kind, { name: suite, path }: ValidationDocument['suite']): string {
  const { type } = check.result.expectation_config
  const about = aboutOf(check.result)
  const name = `${check.number} ${type}${about === '' ? '' : ` (${about})`}`
  const line = check.place?.split(':').at(-1)
  const head = attributes({ classname: suite, name, time: 0, file: path, line })
  if (kind === 'passed') return `<testcase${head}/>`
  const message = messageOf(check)
  if (kind === 'skipped')
    return `<testcase${head}><skipped${attributes({ message: `${check.severity}: ${message}` })}/></testcase>`
  const where = check.place === undefined ? '' : `\n${check.place}`
  return `<testcase${head}><${kind}${attributes({ message, type: check.severity })}>${escaped(message + where)}</${kind}></testcase>`
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('')
}

/** Text in XML 1.0; characters that it cannot hold, even written as references, are replaced. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

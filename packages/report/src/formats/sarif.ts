import type { ValidationDocument } from '@trainyard/evidence'
import { sha256 } from '@trainyard/ports'
import { aboutOf, orderedChecks, rowText, type ShownCheck } from '../checks.ts'
import { foundOf } from '../found.ts'

const levels = { critical: 'error', warning: 'warning', info: 'note' } as const

/**
 * The failed checks as SARIF 2.1.0 (OASIS, 2020): a rule for each type of expectation, each result at its line of the
 * suite. No value of a row is in it unless the document has it.
 * @param file the file that the results stand in, from the root of the repository
 */
export function sarif(document: ValidationDocument, file: string): string {
  const failed = orderedChecks(document).filter(({ result }) => !result.success)
  const types = [...new Set(failed.map(typeOf))].sort()
  const prints = fingerprints(failed)
  const run = {
    tool: { driver: driver(document, types) },
    columnKind: 'utf16CodeUnits',
    results: failed.map((check, at) => result(check, { types, file, print: prints[at] ?? '', document })),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 1)}\n`
}

function driver({ tool }: ValidationDocument, types: readonly string[]) {
  return {
    name: tool.name,
    version: tool.version,
    informationUri: 'https://github.com/trainyard-ml/trainyard',
    rules: types.map((type) => {
      const text = type.replaceAll('_', ' ')
      return { id: type, shortDescription: { text }, helpUri: help, help: { text: `${text}. ${help}` } }
    }),
  }
}

const help = 'https://github.com/trainyard-ml/trainyard/blob/main/docs/reference/validation-reports.md'

interface Surroundings {
  readonly types: readonly string[]
  readonly file: string
  readonly print: string
  readonly document: ValidationDocument
}

function result(check: ShownCheck, { types, file, print, document }: Surroundings) {
  const place = document.places?.[check.number - 1]
  return {
    ruleId: typeOf(check),
    ruleIndex: types.indexOf(typeOf(check)),
    level: levels[check.severity],
    message: { text: messageOf(check) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
          region: { startLine: place?.line ?? 1, startColumn: place?.column ?? 1 },
        },
      },
    ],
    partialFingerprints: { 'expectation/v1': print },
    properties: { severity: check.severity, failingRows: check.failing?.total ?? 0 },
  }
}

/** What failed, how much of it, and the first rows. */
export function messageOf(check: ShownCheck): string {
  const { result, failing } = check
  const about = aboutOf(result)
  const found = foundOf(result)
  const rows = (failing?.sample ?? []).slice(0, 3).map(rowText)
  const first = rows.length === 0 ? '' : `; ${rows.join('; ')}`
  return `${typeOf(check)}${about === '' ? '' : ` of ${about}`} failed${found === '' ? '' : `: ${found}`}${first}`
}

/** The same for the same expectation wherever it stands in the file; equal expectations are told apart by their order. */
function fingerprints(checks: readonly ShownCheck[]): readonly string[] {
  const seen = new Map<string, number>()
  return checks.map(({ result: { expectation_config: of } }) => {
    const print = sha256(JSON.stringify([of.type, sorted(of.kwargs)])).slice(0, 32)
    const times = (seen.get(print) ?? 0) + 1
    seen.set(print, times)
    return `${print}:${times}`
  })
}

/** With the keys of every map in order, since their order says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

function typeOf({ result }: ShownCheck): string {
  return result.expectation_config.type
}

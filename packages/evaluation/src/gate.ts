import { nearest } from '@trainyard/config'
import { type Metric, metrics } from '@trainyard/metrics'
import { InputError, type Problem } from '@trainyard/ports'
import { type Bound, type Fault, form, readBound, readSuspicion } from './bound.ts'

/** A rule as it was understood: what must hold of the metric, or of candidate minus what it is compared with. */
export interface Gate extends Bound {
  readonly text: string
  readonly metric: Metric
  readonly class?: string
  /** The rows it is of, where not of all. */
  readonly slice?: SliceRule
}

/** Rows by the value of a column: of each value apart, or of one. */
export interface SliceRule {
  readonly column: string
  /** Left out: every value. */
  readonly value?: string
}

/** Reads all rules. @throws InputError with every rule that is not understood, or where there is none */
export function parseGates(texts: readonly string[]): Gate[] {
  if (texts.length === 0)
    throw new InputError('no gates', {
      at: { file: 'trainyard.yml', key: 'evaluate.gates' },
      remedy: 'A gate without a rule would let everything pass. Write one, such as: accuracy >= 0.90',
    })
  const problems: Problem[] = []
  const gates = texts.flatMap((text, index) => {
    const read = parseGate(text)
    if (!('message' in read)) return [read]
    problems.push({ ...read, at: { file: 'trainyard.yml', key: `evaluate.gates[${index}]` } })
    return []
  })
  if (problems.length > 0) throw new InputError(problems)
  return gates
}

/** Columns that rules group the rows by. */
export function sliceColumns(texts: readonly string[]): readonly string[] {
  return [...new Set(parseGates(texts).flatMap(({ slice }) => (slice ? [slice.column] : [])))]
}

const named = /^\s*([A-Za-z_][\w-]*)\s*(?:\[([^\]]*(?:\][^\]<>]*)*)\])?\s*(.*)$/s
const compared = /^(>=|<=|>|<|==?|!=)\s*(.+?)\s*$/s
const suspected = /^suspicious\s+(above|below)\s+(.+?)\s*$/s
const sliced = /^(.*\S)\s+for\s+(?:every\s+(\S.*?)|(\S[^=]*?)\s*=\s*(\S.*?))\s*$/

/** Reads one rule; says what is wrong with it where it is none. */
export function parseGate(text: string): Gate | Fault {
  const [, whole = text, every, column, value] = sliced.exec(text) ?? []
  const gate = parseWhole(whole)
  if ('message' in gate) return gate
  if (every !== undefined) return { ...gate, text: text.trim(), slice: { column: unquoted(every) } }
  if (column === undefined || value === undefined) return gate
  return { ...gate, text: text.trim(), slice: { column: unquoted(column), value: unquoted(value) } }
}

/** A name or value may be written in quotes, as one with spaces around it must be. */
export function unquoted(text: string): string {
  const trimmed = text.trim()
  return /^(["']).*\1$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed
}

/** A rule without the slice it is of. */
function parseWhole(text: string): Gate | Fault {
  const [, name = '', className, rest = ''] = named.exec(text) ?? []
  const [, operator, right = ''] = compared.exec(rest) ?? []
  const [, side, limit = ''] = suspected.exec(rest) ?? []
  if (operator === undefined && side === undefined) return { message: `'${text}' is not a rule`, remedy: form }
  const metric = metrics.find((known) => known.name === name)
  if (metric === undefined) return unknownMetric(name)
  const direction = operator === undefined ? undefined : wrongDirection(metric, operator)
  if (direction !== undefined) return direction
  if (className !== undefined && metric.ofClass === 'never')
    return { message: `${name} is not of one class`, remedy: `Write ${name} without [${className}].` }
  const bound = side === undefined ? readBound(metric, right) : readSuspicion(metric, side, limit)
  return 'message' in bound
    ? bound
    : { text: text.trim(), metric, ...bound, ...(className !== undefined && { class: className }) }
}

function unknownMetric(name: string): Fault {
  const known = metrics.map((metric) => metric.name)
  const other = metrics.find(({ alsoKnownAs }) => alsoKnownAs?.includes(name))?.name
  const near = other ?? nearest(name, known)
  return {
    message: `unknown metric '${name}'`,
    remedy: `${near === undefined ? '' : `Did you mean ${near}? `}All metrics: ${known.join(', ')}.`,
  }
}

function wrongDirection({ name, better }: Metric, operator: string): Fault | undefined {
  const wanted = better === 'higher' ? '>=' : '<='
  if (operator === wanted) return undefined
  if (operator === '>' || operator === '<')
    return {
      message: `write ${operator}= in place of ${operator}`,
      remedy: `Bounds decide, so that equality makes no difference: ${name} ${wanted} …`,
    }
  return { message: `${name} is the better the ${better}, so that a rule reads ${name} ${wanted} …`, remedy: form }
}

import { nearest } from '@trainyard/config'
import { type Metric, metrics } from '@trainyard/metrics'
import { InputError, type Problem } from '@trainyard/ports'

/** A rule as it was understood: what must hold of the metric, or of candidate minus champion. */
export interface Gate {
  readonly text: string
  readonly metric: Metric
  readonly class?: string
  readonly intent: 'floor' | 'ceiling' | 'non-inferior' | 'superior'
  /** Constant, or allowed difference to the champion: the value must lie above it, or below it for errors and losses. */
  readonly bound: number
  /** The rows it is of, where not of all. */
  readonly slice?: SliceRule
}

/** Rows by the value of a column: of each value apart, or of one. */
export interface SliceRule {
  readonly column: string
  /** Left out: every value. */
  readonly value?: string
}

/** Whether a rule compares with the champion. */
export function isRelative({ intent }: Pick<Gate, 'intent'>): boolean {
  return intent === 'non-inferior' || intent === 'superior'
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

type Fault = Pick<Problem, 'message' | 'remedy'>

const shape = /^\s*([A-Za-z_][\w-]*)\s*(?:\[([^\]]*(?:\][^\]<>]*)*)\])?\s*(>=|<=|>|<|==?|!=)\s*(.+?)\s*$/
const relative = /^champion(?:\s*([+\-−*])\s*(\S+))?$/
const form =
  "Rules read: accuracy >= 0.90, recall[Gentoo] >= 0.9, rmse <= 4.2, accuracy >= champion - 0.01, accuracy >= 0.8 for every island. Put quotes around one with ': ' in it."

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
  const [, name = '', className, operator = '', right = ''] = shape.exec(text) ?? []
  if (name === '') return { message: `'${text}' is not a rule`, remedy: form }
  const metric = metrics.find((known) => known.name === name)
  if (metric === undefined) return unknownMetric(name)
  const direction = wrongDirection(metric, operator)
  if (direction !== undefined) return direction
  if (className !== undefined && metric.ofClass === 'never')
    return { message: `${name} is not of one class`, remedy: `Write ${name} without [${className}].` }
  const bound = readBound(metric, right)
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

function readBound(metric: Metric, right: string): Pick<Gate, 'intent' | 'bound'> | Fault {
  const number = plainNumber(right)
  if (number === undefined) return readMargin(metric, right)
  return outOfReach(metric, number) ?? { intent: metric.better === 'higher' ? 'floor' : 'ceiling', bound: number }
}

function readMargin(metric: Metric, right: string): Pick<Gate, 'intent' | 'bound'> | Fault {
  const [whole, sign, margin] = relative.exec(right) ?? []
  if (whole === undefined) return { message: `'${right}' is neither a number nor 'champion ± a number'`, remedy: form }
  if (sign === '*')
    return {
      message: 'a share of the champion is not a rule: near zero, and for negative metrics, it says something else',
      remedy: 'Write a margin: champion + 0.1',
    }
  const size = margin === undefined ? 0 : plainNumber(margin)
  if (size === undefined || size < 0) return { message: `'${margin}' is not a margin`, remedy: form }
  if (isShare(metric) && size >= 1)
    return { message: `a margin of ${size} decides nothing: ${metric.name} is a share`, remedy: form }
  const bound = sign === '+' ? size : 0 - size
  const lenient = metric.better === 'higher' ? bound <= 0 : bound >= 0
  return { intent: lenient ? 'non-inferior' : 'superior', bound }
}

/** Accuracy, precision, recall, F1 and areas lie between 0 and 1. */
function isShare({ task, better }: Metric): boolean {
  return task === 'classification' && better === 'higher'
}

function outOfReach(metric: Metric, bound: number): Fault | undefined {
  if (isShare(metric) ? bound >= 0 && bound <= 1 : metric.better === 'higher' || bound >= 0) return undefined
  const range = isShare(metric) ? 'lies between 0 and 1' : 'is never below 0'
  const meant = isShare(metric) && bound > 1 && bound <= 100 ? ` Did you mean ${bound / 100}?` : ''
  return { message: `${metric.name} ${range}, so that a bound of ${bound} decides nothing`, remedy: `${form}${meant}` }
}

function plainNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

import type { Metric } from './types.ts'

/** What a user may write between the parentheses of a metric's name. */
export type Parameter = NumberParameter | ChoiceParameter | ColumnParameter

/** The name of a column of the rows. */
export interface ColumnParameter {
  readonly name: string
  readonly what: string
  readonly kind: 'column'
  readonly required?: boolean
}

export interface NumberParameter {
  readonly name: string
  readonly what: string
  readonly kind: 'number' | 'integer'
  /** Smallest and greatest value; `open` where they themselves are not among them. */
  readonly range: readonly [number, number]
  readonly open?: boolean
  /** Must be given. */
  readonly required?: boolean
}

export interface ChoiceParameter {
  readonly name: string
  readonly what: string
  readonly kind: 'choice'
  readonly choices: readonly string[]
}

export type ParameterValues = Readonly<Record<string, number | string | undefined>>

/** Metrics that differ in a number or a choice: `f_beta(2)`, `roc_auc(multi_class=ovo)`. */
export interface MetricFamily extends Pick<Metric, 'name' | 'summary' | 'source' | 'alsoKnownAs'> {
  /** The first of them may be written without its name. */
  readonly parameters: readonly Parameter[]
  /** As the reference page shows it. */
  readonly example: string
  /** The metric, under any name; `name` is replaced by the one that was asked for. */
  readonly make: (values: ParameterValues) => Metric
}

/** Values of the parameters that were written; else what is wrong with them. */
export function readParameters({ name, parameters }: MetricFamily, text: string): ParameterValues | string {
  const values: Record<string, number | string> = {}
  const written = text.trim() === '' ? [] : text.split(',').map((part) => part.trim())
  for (const [at, part] of written.entries()) {
    const [, key, value = ''] = /^(?:(\w+)\s*=\s*)?(.*)$/s.exec(part) ?? []
    const parameter = key === undefined && at === 0 ? parameters[0] : parameters.find((one) => one.name === key)
    if (parameter === undefined) return `${name} has no parameter '${key ?? part}'`
    if (values[parameter.name] !== undefined) return `${name} has its parameter ${parameter.name} twice`
    const read = readValue(parameter, value.replaceAll(/^(['"])(.*)\1$/g, '$2'))
    if (read === undefined) return `'${value}' is no ${parameter.name}: ${describeParameter(parameter)}`
    values[parameter.name] = read
  }
  const missing = parameters.find((one) => one.kind !== 'choice' && one.required && values[one.name] === undefined)
  return missing ? `${name} needs its parameter ${missing.name}: ${describeParameter(missing)}` : values
}

/** `precision(threshold=0.7)`: the same text for the same values, however they were written. */
export function nameOf({ name, parameters }: MetricFamily, values: ParameterValues): string {
  const parts = parameters.flatMap((parameter, at) => {
    const value = values[parameter.name]
    if (value === undefined) return []
    return [
      at === 0 && parameter.name !== 'threshold' && parameter.kind !== 'choice'
        ? `${value}`
        : `${parameter.name}=${value}`,
    ]
  })
  return parts.length === 0 ? name : `${name}(${parts.join(', ')})`
}

/** `beta: a number above 0`, for messages and the reference page. */
export function describeParameter(parameter: Parameter): string {
  if (parameter.kind === 'choice') return parameter.choices.join(', ')
  if (parameter.kind === 'column') return 'a column of the rows'
  const [least, most] = parameter.range
  const number = parameter.kind === 'integer' ? 'a whole number' : 'a number'
  const [above, below] = parameter.open ? ['above', 'below'] : ['from', 'to']
  return `${number} ${above} ${least}${most === Number.POSITIVE_INFINITY ? '' : ` ${parameter.open ? 'and ' : ''}${below} ${most}`}`
}

function readValue(parameter: Parameter, text: string): number | string | undefined {
  if (parameter.kind === 'choice') return parameter.choices.includes(text) ? text : undefined
  if (parameter.kind === 'column') return text === '' ? undefined : text
  const value = text === '' ? Number.NaN : Number(text)
  const [least, most] = parameter.range
  const within = parameter.open ? value > least && value < most : value >= least && value <= most
  return within && (parameter.kind === 'number' || Number.isInteger(value)) ? value : undefined
}

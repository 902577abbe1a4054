import type { ExpectationResult } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { cutText } from './checks.ts'
import { formatNumber } from './format.ts'

type Values = Readonly<Record<string, unknown>>

/** What was found, in a few words, and where it fails what was asked for; or why it could not be evaluated. */
export function foundOf(check: ExpectationResult): string {
  const { result, exception_info } = check
  if (exception_info.exception_message !== null) return exception_info.exception_message
  const columns = mismatched(result)
  if (columns !== undefined && !check.success) return columns
  const { unexpected_count: unexpected, observed_value: observed } = result
  if (typeof unexpected === 'number') return `${rows(unexpected, check)}${listed(result)}`
  if (observed === undefined || observed === null) return ''
  const asked = check.success ? '' : askedOf(check)
  return `${shownValue(observed)}${unit(result)}${asked === '' ? '' : `, asked: ${asked}`}`
}

function rows(unexpected: number, { success, result, expectation_config: { kwargs } }: ExpectationResult): string {
  const { element_count: all, unexpected_percent: percent } = result
  const count = grouped(unexpected)
  if (typeof all !== 'number') return `${count} unexpected`
  const share = typeof percent === 'number' ? ` (${percentText(percent)})` : ''
  const mostly = kwargs['mostly']
  const allowed =
    !success && typeof mostly === 'number' && mostly < 1 ? `, ${percentText(100 * (1 - mostly))} allowed` : ''
  return `${count} of ${grouped(all)} rows${share}${allowed}`
}

function percentText(percent: number): string {
  return `${percent < 0.1 ? formatNumber(percent) : percent.toFixed(1)} %`
}

/** A result that should list all its rows, and lists fewer. */
function listed({ unexpected_listed_count: count }: Values): string {
  return typeof count === 'number' ? `, the first ${grouped(count)} listed` : ''
}

function shownValue(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value)
  return cutText(typeof value === 'string' ? value : JSON.stringify(value), 160)
}

function unit({ details }: Values): string {
  const named = isObject(details) ? details['unit'] : undefined
  return typeof named === 'string' ? ` ${named}` : ''
}

/** The bounds of an observed value, from the arguments, or from earlier runs. */
function askedOf({ result: { details }, expectation_config: { kwargs } }: ExpectationResult): string {
  const reckoned = isObject(details) ? details : {}
  const low = end(kwargs['min_value'] ?? reckoned['low'], kwargs['strict_min'] === true ? 'above' : 'at least')
  const high = end(kwargs['max_value'] ?? reckoned['high'], kwargs['strict_max'] === true ? 'below' : 'at most')
  const others = ['value', 'max_age', 'type_', 'type_list'].map((name) => end(kwargs[name], ''))
  const threshold = end(kwargs['threshold'], 'threshold')
  return [low, high, ...others, threshold].filter((part) => part !== '').join(', ')
}

function end(bound: unknown, word: string): string {
  if (bound === undefined || bound === null) return ''
  return `${word} ${shownValue(bound)}`.trim()
}

/** Columns that are not there, and those that nobody asked for; of an ordered list the first that differs. */
function mismatched({ details }: Values): string | undefined {
  const found = isObject(details) ? details['mismatched'] : undefined
  if (Array.isArray(found) && isObject(found[0])) {
    const { 'Expected Column Position': at, Expected: wanted, Found: there } = found[0]
    return `column ${Number(at) + 1} is ${shownValue(there ?? 'missing')}, asked: ${shownValue(wanted ?? 'none')}`
  }
  if (!isObject(found)) return undefined
  const parts = [names('missing', found['missing']), names('not asked for', found['unexpected'])]
  return parts.filter((part) => part !== '').join('; ') || undefined
}

function names(word: string, columns: unknown): string {
  return Array.isArray(columns) && columns.length > 0 ? cutText(`${word}: ${columns.join(', ')}`, 160) : ''
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

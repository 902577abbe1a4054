import type { AppliedThreshold, EvaluationDocument, Interval, RuleResult } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'

/** A number for people: three decimals where it is of the order of one, three significant digits elsewhere. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (value === 0 || Number.isInteger(value)) return grouped(value)
  if (size >= 1000) return grouped(Math.round(value))
  if (size >= 0.001) return size < 10 ? value.toFixed(3) : value.toPrecision(3)
  return value.toExponential(2)
}

/** `[0.922, 0.998]` */
export function formatInterval({ low, high }: Pick<Interval, 'low' | 'high'>): string {
  return `[${formatNumber(low)}, ${formatNumber(high)}]`
}

/** `+0.017`, with a sign whichever way it goes. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value)
}

/** `57 MB`; a megabyte is a million bytes. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  const size = bytes / 1000 ** step
  return `${size < 10 && step > 0 ? size.toFixed(1) : Math.round(size)} ${units[step]}`
}

/** `1 row`, `344 rows` */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`
}

/** The first twelve digits of a digest: `sha256:3f1c2ab90d4e…` */
export function shortDigest(digest: string): string {
  const bare = digest.replace(/^sha256:/, '')
  return `sha256:${bare.slice(0, 12)}…`
}

/** A p-value; below a ten-thousandth only its order matters. */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toPrecision(2)
}

/** A share of the whole as a percentage. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`
}

/** `recall[Gentoo]`, or `accuracy` */
export function metricName({ name, class: of }: { readonly name: string; readonly class?: string }): string {
  return of === undefined ? name : `${name}[${of}]`
}

/** The comparison of a rule, as `≥ 0.90`, for a line that has already named the metric. */
export function ruleBound({ text }: Pick<RuleResult, 'text'>): string {
  const [, operator = '', right = ''] = /(>=|<=|>|<)\s*(.*)$/.exec(text) ?? []
  return `${operator.replace('>=', '≥').replace('<=', '≤')} ${right}`.trim()
}

/** What a rule compares the candidate with, and its value. */
export function rivalOf({
  champion,
  baseline,
  unchanged,
  run,
}: Pick<RuleResult, 'champion' | 'baseline' | 'unchanged' | 'run'>):
  | { readonly name: string; readonly value: number }
  | undefined {
  if (champion !== undefined) return { name: 'champion', value: champion }
  if (baseline !== undefined) return { name: 'baseline', value: baseline }
  if (run !== undefined) return { name: 'run', value: run }
  return unchanged === undefined ? undefined : { name: 'unchanged', value: unchanged }
}

/** From which probability on rows were taken for a class, and how that was chosen; nothing where the model's answers were judged. */
export function thresholdText({ threshold, base }: EvaluationDocument): string | undefined {
  const own = threshold && oneThreshold(threshold)
  const other = base?.threshold && oneThreshold(base.threshold)
  if (base === undefined || own === other) return own
  const plain = "the model's own predictions"
  return `${own ?? plain} (rules of ${base.branch}: ${other ?? plain})`
}

function oneThreshold({ class: name, value, champion, runs = {}, chosen }: AppliedThreshold): string {
  const rivals = [...(champion === undefined ? [] : [['the champion', champion] as const]), ...Object.entries(runs)]
  const others = rivals.flatMap(([rival, its]) => (its === value ? [] : [`, of ${rival} ${formatNumber(its)}`]))
  const how = chosen ? `: the best ${chosen.metric} on ${grouped(chosen.rows)} ${chosen.on} rows` : ''
  return `${name} from ${formatNumber(value)} on${others.join('')}${how}`
}

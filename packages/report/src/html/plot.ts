import { formatNumber } from '../format.ts'
import { type Html, html, nothing } from './html.ts'

/** What is drawn: the candidate's line is whole, the champion's dashed. */
export interface Line {
  readonly of: 'candidate' | 'champion'
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Around the line: the low and the high end at each of its points. */
  readonly band?: readonly (readonly [low: number, high: number])[]
  readonly dots?: boolean
}

export interface Plot {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly lines: readonly Line[]
  /** Where nothing is told apart, or nothing is wrong. */
  readonly guide?: 'diagonal' | 'zero'
  /** What somebody who does not see the picture is told. */
  readonly about: string
  /** Both axes from 0 to 1. */
  readonly shares?: boolean
}

const size = { width: 300, height: 240 }
const frame = { left: 46, right: 290, top: 8, bottom: 200 }

/** Lines over two numeric axes, in the colours of the page. */
export function plot({ title, x, y, lines, guide, about, shares = false }: Plot): Html {
  const [across, up] = axesOf(lines, guide, shares)
  const at = ([px, py]: readonly [number, number]) => `${round(across.at(px))} ${round(up.at(py))}`
  const drawn = lines.toReversed().map(({ of, points, band, dots = false }) => {
    const area = band && html`<path class="band ${of}" d="${bandPath(points, band, at)}"/>`
    const marks = dots
      ? points.map((p) => html`<circle class="${of}" cx="${round(across.at(p[0]))}" cy="${round(up.at(p[1]))}" r="3"/>`)
      : []
    return html`${area ?? nothing}<path class="${of}" d="${pathOf(points, at)}"/>${marks}`
  })
  return html`<figure><figcaption><strong>${title}</strong></figcaption><svg class="plot" role="img" aria-label="${`${title}: ${about}`}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}">
${axisLines(across, up)}${guideLine(guide, across, up)}${drawn}
<text x="${(frame.left + frame.right) / 2}" y="${size.height - 8}" text-anchor="middle">${x}</text>
<text transform="rotate(-90)" x="${-(frame.top + frame.bottom) / 2}" y="10" text-anchor="middle">${y}</text></svg></figure>`
}

interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
  at(value: number): number
}

/** A diagonal is one only where both axes are the same. */
function axesOf(lines: readonly Line[], guide: Plot['guide'], shares: boolean): readonly [Axis, Axis] {
  const { left, right, top, bottom } = frame
  if (shares) return [axis([0, 1], left, right), axis([0, 1], bottom, top)]
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x))
  const ys = lines.flatMap(({ points, band = [] }) => [...points.map(([, y]) => y), ...band.flat()])
  if (guide === 'diagonal') return [axis([...xs, ...ys], left, right), axis([...xs, ...ys], bottom, top)]
  return [axis(xs, left, right), axis(guide === 'zero' ? [0, ...ys] : ys, bottom, top)]
}

function axis(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const size = Math.abs(most)
  const width = most - least
  const step = niceStep(width > 0 ? Math.max(width / 4, size * 1e-9, 1e-12) : Math.max(size, 1e-12))
  const [low, high] = [Math.floor(least / step) * step, Math.ceil(most / step) * step]
  const end = high > low ? high : low + step
  const ticks = Array.from({ length: Math.round((end - low) / step) + 1 }, (_, tick) => low + tick * step)
  return { low, high: end, ticks, at: (value) => from + ((value - low) / (end - low)) * (to - from) }
}

/** 1, 2 or 5 times a power of ten, not below. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10)
}

function axisLines(across: Axis, up: Axis): Html {
  const { left, right, top, bottom } = frame
  const columns = across.ticks.map(
    (tick) =>
      html`<path class="grid" d="M${round(across.at(tick))} ${top}V${bottom}"/><text x="${round(across.at(tick))}" y="${bottom + 14}" text-anchor="middle">${tickText(tick)}</text>`,
  )
  const rows = up.ticks.map(
    (tick) =>
      html`<path class="grid" d="M${left} ${round(up.at(tick))}H${right}"/><text x="${left - 5}" y="${round(up.at(tick)) + 3.5}" text-anchor="end">${tickText(tick)}</text>`,
  )
  return html`${columns}${rows}`
}

function guideLine(guide: Plot['guide'], across: Axis, up: Axis): Html {
  if (guide === undefined) return nothing
  const [from, to] = guide === 'zero' ? [up.at(0), up.at(0)] : [up.at(up.low), up.at(up.high)]
  return html`<path class="guide" d="M${round(across.at(across.low))} ${round(from)}L${round(across.at(across.high))} ${round(to)}"/>`
}

type Place = (point: readonly [number, number]) => string

function pathOf(points: Line['points'], at: Place): string {
  return points.length === 0 ? '' : `M${points.map(at).join('L')}`
}

function bandPath(points: Line['points'], band: NonNullable<Line['band']>, at: Place): string {
  const edge = (end: 0 | 1) => points.map(([x], index) => at([x, band[index]?.[end] ?? 0]))
  return points.length === 0 ? '' : `M${[...edge(0), ...edge(1).reverse()].join('L')}Z`
}

/** Steps of thousandths are added up: what is left over is no digit of theirs. */
function tickText(tick: number): string {
  const value = Number(tick.toPrecision(6))
  return Math.abs(value) >= 100_000
    ? value.toExponential(1)
    : formatNumber(value)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

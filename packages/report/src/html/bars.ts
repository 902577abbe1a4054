import { grouped } from '@trainyard/ports'
import { count } from '../format.ts'
import { type Html, html, nothing } from './html.ts'

/** Some rows, the failing ones among them. */
export interface Bar {
  readonly label: string
  /** What is said of it where a reader points at it. */
  readonly about: string
  /** Rows that do not fail. */
  readonly held: number
  readonly failing: number
}

const size = { width: 300, height: 130 }
/** Font size of labels, and about how wide a character of it is. */
const font = { size: 10, width: 5.6 }
/** The least length of what fails: however few rows, they can be seen. */
const leastFailing = 3

/** Bars side by side, each standing on its label, the failing part on top; labels that would touch are left out. */
export function standingBars(bars: readonly Bar[], label: string): Html {
  const [left, right, base, top] = [6, size.width - 6, size.height - 20, 6]
  const step = (right - left) / bars.length
  const width = Math.min(26, step * 0.92)
  const every = Math.ceil((longest(bars) * font.width + 8) / step)
  const lengthOf = scale(bars, base - top)
  const drawn = bars.map((bar, at) => {
    const x = left + step * (at + 0.5)
    const [held, failing] = [lengthOf(bar.held), failingLength(bar, lengthOf)]
    const pieces = html`${rect('held', x - width / 2, base - held, width, held)}${rect('fails', x - width / 2, base - held - failing, width, failing)}`
    const shown = at % every === 0
    return html`<g>${told(bar)}${pieces}${shown ? text(within(x, bar.label), size.height - 6, 'middle', bar.label) : nothing}</g>`
  })
  return picture(html`${drawn}<path d="M${left} ${base}.5H${right}"/>`, label)
}

/** Bars one below the other, each behind its label, the failing part at its end. */
export function lyingBars(bars: readonly Bar[], label: string): Html {
  const [left, right] = [96, size.width - 8]
  const step = (size.height - 4) / bars.length
  const height = Math.min(26, step * 0.92)
  const lengthOf = scale(bars, right - left - leastFailing)
  const drawn = bars.map((bar, at) => {
    const y = 2 + step * (at + 0.5)
    const [held, failing] = [lengthOf(bar.held), failingLength(bar, lengthOf)]
    const pieces = html`${rect('held', left, y - height / 2, held, height)}${rect('fails', left + held, y - height / 2, failing, height)}`
    return html`<g>${told(bar)}${pieces}${text(left - 6, y + 3.5, 'end', cut(bar.label))}</g>`
  })
  return picture(html`${drawn}<path d="M${left}.5 2V${size.height - 2}"/>`, label)
}

function scale(bars: readonly Bar[], room: number): (rows: number) => number {
  const most = Math.max(1, ...bars.map(({ held, failing }) => held + failing))
  return (rows) => (rows / most) * room
}

function failingLength({ failing }: Bar, lengthOf: (rows: number) => number): number {
  return failing > 0 ? Math.max(leastFailing, lengthOf(failing)) : 0
}

function picture(content: Html, label: string): Html {
  return html`<svg class="bars" role="img" aria-label="${label}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}">${content}</svg>`
}

function told({ about, held, failing }: Bar): Html {
  const fails = failing > 0 ? `, ${grouped(failing)} failing` : ''
  return html`<title>${about}: ${count(held + failing, 'row')}${fails}</title>`
}

function rect(kind: 'held' | 'fails', x: number, y: number, width: number, height: number): Html {
  if (width <= 0 || height <= 0) return nothing
  return html`<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`
}

function text(x: number, y: number, anchor: 'middle' | 'end', content: string): Html {
  return html`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`
}

/** Where the middle of a label may be, so that nothing of it is outside. */
function within(x: number, label: string): number {
  const half = (label.length * font.width) / 2
  return Math.max(half, Math.min(size.width - half, x))
}

function longest(bars: readonly Bar[]): number {
  return Math.max(...bars.map(({ label }) => label.length))
}

function cut(label: string): string {
  const characters = [...label]
  return characters.length > 16 ? `${characters.slice(0, 15).join('')}…` : label
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

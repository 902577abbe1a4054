import type { Severity, Verdict } from '@trainyard/evidence'
import { shortDigest } from '../format.ts'
import { type Html, html } from './html.ts'

/** A table; the columns named in `numeric` stand to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
  numeric: readonly string[] = [],
): Html {
  const side = (at: number) => (numeric.includes(head[at] ?? '') ? 'n' : 't')
  return html`<div class="wide"><table><thead><tr>${head.map((cell, at) => html`<th class="${side(at)}">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => html`<td class="${side(at)}">${cell}</td>`)}</tr>`)}</tbody></table></div>`
}

/** A coloured word; the word itself carries the meaning. */
export function badge(verdict: Verdict | 'stable' | 'drift' | Severity): Html {
  return html`<span class="badge ${verdict}">${verdict}</span>`
}

/** A digest, short on the page and whole in its title. */
export function digest(sha256: string): Html {
  return html`<code title="${sha256}">${shortDigest(sha256)}</code>`
}

/** A list of names and facts. */
export function facts(pairs: readonly (readonly [string, Html | string | undefined])[]): Html {
  const given = pairs.filter(([, fact]) => fact !== undefined)
  return html`<dl>${given.map(([name, fact]) => html`<div><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>`
}

/** A chart with a caption. */
export function figure(chart: Html, caption: string): Html {
  return html`<figure>${chart}<figcaption>${caption}</figcaption></figure>`
}

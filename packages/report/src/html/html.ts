const brand = Symbol('html')

/** HTML that was built by this file, and so is escaped. */
export interface Html {
  readonly [brand]: true
  readonly text: string
}

type Part = Html | string | number | undefined | readonly Html[]

/** A piece of a page: ``html`<td>${name}</td>` ``. Text is escaped; lists are put one after the other. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return make(strings.map((fixed, at) => (at === 0 ? fixed : render(parts[at - 1]) + fixed)).join(''))
}

/** Markup of our own chart library, which escapes what it is given. */
export function trusted(text: string): Html {
  return make(text)
}

export const nothing = html``

function render(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'text' in part ? part.text : part.map(({ text }) => text).join('')
}

/** Foreign text in HTML or in an attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function make(text: string): Html {
  return { [brand]: true, text }
}
